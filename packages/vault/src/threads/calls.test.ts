import { MessageChannel, MessagePort } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callsOn } from './calls.ts';

class BusyError extends Error {
  override readonly name = 'BusyError';
  readonly code = 'busy';
}

const methods = {
  double: (n: number) => 2 * n,
  later: async (text: string) => `${text}, later`,
  fail: (): void => {
    throw new BusyError('Too much.');
  },
  hang: () => new Promise<void>(() => undefined),
  connect: () => {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (text: string) => port1.postMessage(text.toUpperCase()));
    onTestFinished(() => port1.close());
    return port2;
  },
};

const pair = () => {
  const { port1, port2 } = new MessageChannel();
  const [here, there] = [callsOn<typeof methods>(port1), callsOn<never>(port2)];
  there.answer(methods);
  onTestFinished(() => here.close());
  return { here, there };
};

describe('calls between threads', () => {
  it('give back what the other end gives, each to its own call', async () => {
    const { here } = pair();
    const all = [here.call('double', 4), here.call('later', 'a'), here.call('double', 5)];
    expect(await Promise.all(all)).toEqual([8, 'a, later', 10]);
  });

  it('hand a port over', async () => {
    const { here } = pair();
    const port = await here.call('connect');
    expect(port).toBeInstanceOf(MessagePort);
    const answered = new Promise((resolve) => port.once('message', resolve));
    port.postMessage('word');
    expect(await answered).toBe('WORD');
    port.close();
  });

  it('reject with name, message and code of the error at the other end, and go on', async () => {
    const { here } = pair();
    await expect(here.call('fail')).rejects.toMatchObject({ name: 'BusyError', message: 'Too much.', code: 'busy' });
    here.tell('fail');
    expect(await here.call('double', 1)).toBe(2);
  });

  it('reject when the other end is closed, those that wait and those that come after', async () => {
    const { here, there } = pair();
    const waiting = here.call('hang');
    there.close();
    await expect(waiting).rejects.toMatchObject({ name: 'ThreadGoneError' });
    await expect(here.call('double', 1)).rejects.toMatchObject({ name: 'ThreadGoneError' });
    here.tell('double', 1);
  });
});
