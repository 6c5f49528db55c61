import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ApiError } from '../problem.ts';
import { readBytes, readJson } from './body.ts';
import type { VaultRequest } from './messages.ts';

const partsOf = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

const requestWith = (parts: readonly Uint8Array[], read: () => void): VaultRequest => ({
  method: 'POST',
  url: 'http://vault.test/tokens',
  headers: new Headers({ 'Content-Type': 'application/json' }),
  body: (async function* () {
    for (const part of parts) {
      read();
      yield part;
    }
  })(),
  signal: new AbortController().signal,
});

/** Reads a body, and gives how many bytes and characters were worked on in each turn. */
const turnsOf = async (text: string, size: number) => {
  const parts = partsOf(Buffer.from(text), size);
  let read = 0;
  const turns = [0];
  const { value } = await readJson(
    requestWith(parts, () => {
      read += 1;
    }),
    {
      work: async (_, alone) => {
        if (alone) turns.push(0);
        turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
      },
    },
  );
  expect(value).toEqual(JSON.parse(text));
  expect(read).toBe(parts.length);
  return turns;
};

it.each([
  ['gzip, chunked', 'malformed-request'],
  ['Chunked', undefined],
])('a body in the transfer coding %s is refused where that is not undone', async (coding, type) => {
  const request = requestWith([Buffer.from('{}')], () => undefined);
  const headers = new Headers({ 'Content-Type': 'application/json', 'Transfer-Encoding': coding });
  const refused = await readBytes({ ...request, headers }).then(
    () => undefined,
    (error: ApiError) => error.type,
  );
  expect(refused).toBe(type);
});

it('a compressed body is refused as that, and not as text that cannot be read', async () => {
  const request = requestWith([gzipSync('{"type":"token","data":1}')], () => undefined);
  const headers = new Headers({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  await expect(readJson({ ...request, headers })).rejects.toMatchObject({
    type: 'unsupported-media-type',
    message: expect.stringContaining('without Content-Encoding'),
    headers: { 'Accept-Encoding': 'identity' },
  });
});

describe('a body is read in turns', () => {
  it('none for what is ordinary', async () => {
    expect(await turnsOf(JSON.stringify({ data: 'x'.repeat(10_000) }), 65_536)).toHaveLength(1);
  });

  it('one for each 64 KB that are read, 16 KB that are checked, and for the parsing of a long one', async () => {
    // 15 parts behind the first, 61 pieces behind the first, and the whole.
    expect(await turnsOf(JSON.stringify({ data: 'x'.repeat(1_000_000) }), 65_536)).toHaveLength(1 + 15 + 61 + 1);
  });

  it('not for each of many tiny parts, which a caller could send', async () => {
    expect(await turnsOf(JSON.stringify({ data: 'x'.repeat(10_000) }), 1)).toHaveLength(1);
  });
});
