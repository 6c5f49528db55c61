import { describe, expect, it } from 'vitest';
import { egressGuards } from './egress-guards.ts';
import { handTimer } from './testing/destinations.ts';
import { fault, outside, read } from './testing/outside.ts';

const { rig, seen, destination } = outside();

it('an answer may be as large as its cap, and no larger', async () => {
  expect(await read((await rig({ limits: { answerBytes: 13 } }).ask()).body)).toBe('{"paid":true}');
  await expect(rig({ limits: { answerBytes: 12 } }).ask()).rejects.toMatchObject(fault('too-large'));
});

describe('an answer without end, sense or haste', () => {
  it.each([
    ['/endless', 'too-large'],
    ['/half', 'answer'],
  ])('ends the body of %s', async (path, kind) => {
    const { ask } = rig({ limits: { answerBytes: 100_000 } });
    const { body } = await ask({ url: `https://api.example${path}` });
    await expect(read(body)).rejects.toMatchObject(fault(kind));
    await expect.poll(destination().open).toBe(0);
  });

  it.each([
    ['/announced', 'too-large'],
    ['/garbage', 'answer'],
    ['/smuggled', 'answer'],
    ['/packed', 'answer'],
    ['/packed-to-the-end', 'answer'],
    ['/upgrade', 'answer'],
    ['/headers', 'answer'],
    ['/status/099', 'answer'],
    ['/status/000', 'answer'],
    ['/status/600', 'answer'],
    ['/status/999', 'answer'],
  ])('is refused at the head of %s', async (path, kind) => {
    const { ask } = rig({ limits: { answerBytes: 100_000 } });
    await expect(ask({ url: `https://api.example${path}` })).rejects.toMatchObject(fault(kind));
    await expect.poll(destination().open).toBe(0);
  });

  it('comes in chunks, however that is written', async () => {
    const { ask } = rig();
    const { body } = await ask({ url: 'https://api.example/chunked' });
    expect(await read(body)).toBe('a');
  });

  it.each([
    ['HEAD', '/large', 200],
    ['GET', '/unchanged', 304],
  ])('may say how long the body is that it does not have: %s %s', async (method, path, status) => {
    const { ask, kept } = rig({ limits: { answerBytes: 100_000 } });
    const answer = await ask({ method, url: `https://api.example${path}` });
    expect(answer.status).toBe(status);
    expect(answer.headers).toContainEqual(['content-length', '99999999']);
    expect(await read(answer.body)).toBe('');
    expect(kept()).toBe(1);
  });

  it('does not say so with a status that never has one: who passes it on would have others wait for it', async () => {
    const { ask } = rig();
    const answer = await ask({ url: 'https://api.example/nothing' });
    expect([answer.status, answer.headers.map(([name]) => name)]).toEqual([204, ['date']]);
    expect(await read(answer.body)).toBe('');
  });

  it('comes with a status that no answer has, but for the check of the status', async () => {
    const { ask } = rig({ guards: { ...egressGuards, isStatus: () => true } });
    const { status, body } = await ask({ url: 'https://api.example/status/099' });
    expect(status).toBe(99);
    for await (const _ of body);
  });

  const limits = { connect: 1, answer: 2, total: 3 };

  it('is given up when its head, its last byte or the connection takes too long', async () => {
    const timer = handTimer();
    const { ask } = rig({ limits, after: timer.after });
    const silent = ask({ url: 'https://api.example/silent' });
    await expect.poll(() => seen.at(-1)?.url).toBe('/silent');
    timer.elapse(2);
    await expect(silent).rejects.toMatchObject(fault('timeout'));

    const { body } = await ask({ url: 'https://api.example/slow' });
    const reading = read(body);
    timer.elapse(3);
    await expect(reading).rejects.toMatchObject(fault('timeout'));

    const { ask: unheard } = rig({ limits, after: timer.after, resolve: () => new Promise(() => undefined) });
    const looking = unheard();
    timer.elapse(1);
    await expect(looking).rejects.toMatchObject(fault('timeout'));
    await expect.poll(destination().open).toBe(0);
    expect(timer.waiting()).toBe(0);
  });

  it('is given up with its caller', async () => {
    const { ask } = rig();
    const caller = new AbortController();
    const asking = ask({ url: 'https://api.example/silent', signal: caller.signal });
    caller.abort();
    await expect(asking).rejects.toMatchObject(fault('aborted'));
    await expect(ask({ signal: caller.signal })).rejects.toMatchObject(fault('aborted'));
    await expect.poll(destination().open).toBe(0);
  });

  it('does not come at all for a body beyond its cap', async () => {
    const { ask, dialled } = rig({ limits: { requestBytes: 3 } });
    for (const body of ['éé', 'abcd']) await expect(ask({ body })).rejects.toMatchObject(fault('too-large'));
    expect(dialled).toEqual([]);
    expect((await ask({ body: 'abc' })).status).toBe(200);
  });

  it('has a status from 200 to 599', () => {
    expect([199, 200, 599, 600].map(egressGuards.isStatus)).toEqual([false, true, true, false]);
  });
});
