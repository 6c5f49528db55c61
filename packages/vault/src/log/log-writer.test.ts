import { expect, it } from 'vitest';
import { logWriter } from './log-writer.ts';

const capture = (level: Parameters<typeof logWriter>[0]) => {
  const lines: string[] = [];
  return { log: logWriter(level, (line) => lines.push(line)), lines };
};

it('a line is one JSON object with its time, level and message', () => {
  const { log, lines } = capture('info');
  log.info({ url: 'http://127.0.0.1:4100' }, 'listening');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('\n')).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    url: 'http://127.0.0.1:4100',
    msg: 'listening',
  });
});

it('fields that are not on the list are dropped, whatever they hold', () => {
  const { log, lines } = capture('info');
  log.error({ status: 500, body: '4242424242424242', err: 'key_secret', msg: 'forged', time: 'forged' }, 'said');
  expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'error', time: expect.any(String), status: 500, msg: 'said' });
  expect(lines[0]).not.toContain('forged');
});

it('what is below the level is not written', () => {
  const { log, lines } = capture('warn');
  log.info({}, 'no');
  log.warn({}, 'yes');
  expect(lines).toHaveLength(1);
});
