import { expect, it } from 'vitest';
import { followLogs } from './follow-logs.ts';

const streamOf = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
const entry = (id: number) =>
  `id: ${id}\nevent: entry\ndata: {"id":"entry-${id}","entity_type":"card","created_at":"2030-01-01T00:00:00+00:00"}\n\n`;

/** Follows a log whose server gives these answers, one after another. */
const follow = async (answers: (() => Response)[], since?: string) => {
  const told: unknown[] = [];
  const asked: (string | null)[] = [];
  const life = new AbortController();
  await followLogs({
    fetch: async (_, init) => {
      asked.push(new Headers(init?.headers).get('Last-Event-ID'));
      const next = answers.shift();
      if (!next) life.abort();
      return next?.() ?? Response.error();
    },
    tenant: 'tenant',
    since,
    signal: life.signal,
    pause: async (milliseconds) => void told.push(`waits ${milliseconds}`),
    entry: (log, id) => told.push([log.id, log.entityType, id]),
    gap: () => told.push('gap'),
    connected: (stands) => told.push(stands),
    over: () => told.push('over'),
  });
  return { told, asked };
};

it('goes on behind the last entry when the connection breaks, and waits longer each time that none comes', async () => {
  const fail = () => {
    throw new TypeError('no network');
  };
  const { told, asked } = await follow([
    () => streamOf(entry(4) + entry(5)),
    fail,
    () => new Response('', { status: 503 }),
  ]);
  expect(asked).toEqual([null, '5', '5', '5']);
  const waits = ['waits 1000', 'waits 2000', 'waits 5000'];
  expect(told).toEqual([
    ...[true, ['entry-4', 'card', '4'], ['entry-5', 'card', '5'], false, waits[0]],
    ...[false, waits[1], false, waits[2]],
  ]);
});

it('begins behind what was seen before a pause, and tells of missing entries', async () => {
  const { told, asked } = await follow([() => streamOf('event: gap\ndata: {}\n\nevent: end\ndata: {}\n\n')], '7');
  expect(asked).toEqual(['7']);
  expect(told).toEqual([true, 'gap', false, 'over']);
});

it.each([401, 403, 422])('ends when the server answers %i', async (status) => {
  const { told } = await follow([() => new Response('', { status })]);
  expect(told).toEqual([false, 'over']);
});
