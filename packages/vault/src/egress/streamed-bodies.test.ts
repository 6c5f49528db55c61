import { describe, expect, it } from 'vitest';
import { egressGuards } from './egress-guards.ts';
import { fault, outside, read } from './testing/outside.ts';

const { rig, seen, destination } = outside();

async function* of(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}
const second = 'GET /second HTTP/1.1\r\nHost: api.example\r\n\r\n';
const post = (parts: AsyncIterable<Uint8Array>, length: number | undefined) => ({
  url: 'https://api.example/echo',
  method: 'POST',
  body: { parts, length },
});
const urls = () => seen.map(({ url }) => url);

describe('a streamed body', () => {
  it('is sent to its end', async () => {
    const { ask } = rig();
    for (const length of [6, undefined]) await read((await ask(post(of('abc', 'def'), length))).body);
    expect(urls().slice(-2)).toEqual(['/echo', '/echo']);
  });

  it('that is longer than was announced brings no second request', async () => {
    const { ask } = rig();
    await expect(ask(post(of('abc', second), 3))).rejects.toMatchObject(fault('request'));
    await expect.poll(destination().open).toBe(0);
    expect(urls()).not.toContain('/second');
  });

  it('would bring one without the count of its bytes', async () => {
    const { ask } = rig({ guards: { ...egressGuards, mayWrite: () => true } });
    await ask(post(of('abc', second), 3))
      .then(({ body }) => read(body))
      .catch(() => undefined);
    await expect.poll(urls).toContain('/second');
  });

  it('that is shorter than was announced, or that breaks off, closes the connection', async () => {
    const { ask } = rig();
    await expect(ask(post(of('abc'), 5))).rejects.toMatchObject(fault('request'));
    const broken = async function* () {
      yield Buffer.from('abc');
      throw new RangeError('broken');
    };
    for (const length of [5, undefined]) await expect(ask(post(broken(), length))).rejects.toThrow('broken');
    await expect.poll(destination().open).toBe(0);
  });
});
