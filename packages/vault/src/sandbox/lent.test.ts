import { MessageChannel } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { callsOn } from '../threads/calls.ts';
import { borrowSandbox, lendSandbox, type SandboxBorrower, type SandboxLender } from './lent.ts';
import { SandboxBusyError, SandboxUnavailableError } from './pool.ts';
import type { FormulaCall, FormulaRunner } from './sandbox.ts';

/** A sandbox of one thread and what another thread has of it. */
const lent = (sandbox: Partial<FormulaRunner>) => {
  const { port1, port2 } = new MessageChannel();
  const lender = callsOn<SandboxBorrower>(port1);
  const borrower = callsOn<SandboxLender>(port2);
  onTestFinished(() => lender.close());
  lender.answer(lendSandbox(sandbox as never, lender));
  const { sandbox: borrowed, methods } = borrowSandbox(borrower);
  borrower.answer(methods);
  return { borrowed, lender };
};

const call: FormulaCall = {
  ...{ tenantId: 'acme', code: 'module.exports = 1', context: '{}' },
  fetch: () => Promise.reject(new Error('not expected')),
};

const returned = { kind: 'returned', json: '1' } as const;

it('a formula that another thread runs has requests and console of the thread that asked for it', async () => {
  const { borrowed } = lent({
    run: async ({ fetch, line, ...formula }) => {
      line?.('a line');
      const request = { url: 'https://shop.example/', method: 'GET', headers: [] };
      const answer = await fetch(request, new AbortController().signal);
      const failed = await fetch({ ...request, method: 'POST' }, new AbortController().signal).catch(
        ({ message }) => message,
      );
      return { kind: 'returned', json: JSON.stringify([formula, answer.status, failed]) };
    },
  });
  const said: string[] = [];
  const outcome = await borrowed.run({
    ...call,
    line: (text) => void said.push(text),
    fetch: async ({ url, method }) => {
      if (method === 'POST') throw new Error('That host is not allowed.');
      expect(url).toBe('https://shop.example/');
      return { status: 204, headers: [], body: {} };
    },
  });
  const { tenantId, code, context } = call;
  const json = JSON.stringify([{ tenantId, code, context }, 204, 'That host is not allowed.']);
  expect(outcome).toEqual({ kind: 'returned', json });
  expect(said).toEqual(['a line']);
});

it('a request that the formula gives up is given up in the thread that sends it', async () => {
  const { borrowed } = lent({
    run: async ({ fetch }) => {
      const controller = new AbortController();
      const asked = fetch({ url: 'https://shop.example/', method: 'GET', headers: [] }, controller.signal);
      controller.abort();
      await asked.catch(() => undefined);
      return returned;
    },
  });
  const aborted = Promise.withResolvers<void>();
  const fetch: FormulaCall['fetch'] = (_, signal) =>
    new Promise((__, reject) => {
      signal.addEventListener('abort', () => {
        aborted.resolve();
        reject(new Error('given up'));
      });
    });
  expect(await borrowed.run({ ...call, fetch })).toEqual(returned);
  await aborted.promise;
});

it('errors that mean something to the caller arrive as what they are', async () => {
  const { borrowed } = lent({
    check: () => Promise.reject(new SandboxUnavailableError('None can be had.')),
    run: () => Promise.reject(new SandboxBusyError('Too many wait.')),
  });
  await expect(borrowed.run(call)).rejects.toBeInstanceOf(SandboxBusyError);
  await expect(borrowed.check('acme', '1')).rejects.toBeInstanceOf(SandboxUnavailableError);
});

it('requests of a thread that has ended fail, so that the formula comes to its end', async () => {
  const failed = Promise.withResolvers<unknown>();
  const asking = Promise.withResolvers<void>();
  const { borrowed, lender } = lent({
    run: async ({ fetch }) => {
      const asked = fetch({ url: 'https://shop.example/', method: 'GET', headers: [] }, new AbortController().signal);
      asked.catch(failed.resolve);
      asking.resolve();
      await failed.promise;
      return returned;
    },
  });
  const running = borrowed.run({ ...call, fetch: () => new Promise(() => undefined) });
  running.catch(() => undefined);
  await asking.promise;
  lender.close();
  expect(await failed.promise).toMatchObject({ name: 'ThreadGoneError' });
});
