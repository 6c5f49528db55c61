import { RootKeyError } from '../keys/errors.ts';
import { type Rewrapped, rewrapTenant } from '../keys/rewrap.ts';
import { kekVersions } from '../keys/versions.ts';
import { errorFields } from '../log/log.ts';
import {
  endRewrap,
  leftRewraps,
  mostRunning,
  noteRewrap,
  notOurs,
  type Rewrap,
  releaseRewraps,
  takeRewrap,
} from '../operators/rewraps.ts';
import type { Services } from '../services.ts';
import type { Store } from '../store/port.ts';
import type { After } from '../timers.ts';
import { maskedForms } from '../tokens/masked-form.ts';
import type { KeyPlace } from './key-place.ts';

/** Milliseconds between two notes that a process is still there, and after how long without one another goes on with what it did. */
export const beat = 10_000;
const lapse = 3 * beat;

/** Values rewrapped in one write: a few milliseconds of the thread that also answers. */
const batch = 50;

interface Needed extends Pick<Services, 'store' | 'keyring' | 'clock' | 'newId' | 'log'> {
  keys: Pick<KeyPlace, 'store'>;
  after: After;
}

/** Somebody has stopped it, or another process goes on with it. */
class NotOursError extends Error {}

/**
 * Rewraps that operators of the console have begun, one at a time for each tenant. What stands in the database decides who does one: with
 * each batch it is asked whether that is still this process, and a batch that is not is not kept. Values are read beside the thread that
 * answers; keys never leave this one.
 */
export const rewrapRuns = ({ store, keyring, keys, clock, newId, log, after }: Needed) => {
  const runner = newId();
  const running = new Map<string, { rewrap: Rewrap; stop: AbortController; ended: Promise<void> }>();
  let looks = false;
  let cancel: (() => void) | undefined;
  let looking: Promise<void> | undefined;

  /** Until the newest version seals: what is written before keeps an older one. */
  const untilActive = async ({ tenantId }: Rewrap, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const [newest] = (await kekVersions(keys.store, clock())).get(tenantId) ?? [];
      signal.throwIfAborted();
      if (newest?.state !== 'pending') return;
      const waited = Promise.withResolvers<void>();
      const end = after(Math.max(1, newest.activeAt - clock()), waited.resolve);
      signal.addEventListener('abort', () => waited.resolve(), { once: true });
      await waited.promise;
      end();
    }
  };

  /** The store as a rewrap uses it: scans, and writes that are kept only while this process does it. */
  const storeFor = (rewrap: Rewrap, signal: AbortSignal, progress: () => { done: number; total: number }): Store => ({
    ...store,
    rows: store.scans({ group: rewrap.tenantId, assertWanted: () => signal.throwIfAborted() }).rows,
    commit: async (write) => {
      const { done, total } = progress();
      const note = noteRewrap({ id: rewrap.id, runner }, { done: done + write.length, total });
      const failed = await store.commit([...write, note]);
      if (failed === notOurs) throw new NotOursError();
      return failed;
    },
  });

  const move = async (rewrap: Rewrap, signal: AbortSignal): Promise<Rewrapped> => {
    await untilActive(rewrap, signal);
    // Another process may have made the version a moment ago.
    await keyring.refresh();
    // What an earlier process has done counts on.
    let now = { done: rewrap.done, total: rewrap.done };
    return await rewrapTenant({
      store: storeFor(rewrap, signal, () => now),
      ...{ keyring, tenantId: rewrap.tenantId, masked: maskedForms, batch },
      progress: (done, total) => {
        now = { done: rewrap.done + done, total: rewrap.done + total };
      },
    });
  };

  const end = async (rewrap: Rewrap, outcome: 'done' | 'failed', failed = 0): Promise<void> => {
    await store.commit([endRewrap(rewrap, { endedAt: clock(), outcome, failed })]);
  };

  const carryOut = async (rewrap: Rewrap, signal: AbortSignal): Promise<void> => {
    const told = { rewrap_id: rewrap.id, tenant_id: rewrap.tenantId, operator_id: rewrap.startedBy };
    log.info(told, 'values are being rewrapped');
    try {
      const { rewrapped, failed } = await move(rewrap, signal);
      await end(rewrap, 'done', failed);
      log[failed > 0 ? 'error' : 'info']({ ...told, rewrapped, failed }, 'a rewrap has ended');
    } catch (error) {
      if (signal.aborted || error instanceof NotOursError) return log.info(told, 'a rewrap ends here');
      if (error instanceof RootKeyError) {
        // The vault was sealed. Whoever has keys again goes on, after a while without a word of this process.
        return log.warn(told, 'a rewrap waits until the vault is open');
      }
      log.error({ ...told, ...errorFields(error) }, 'a rewrap failed');
      await end(rewrap, 'failed').catch(() => undefined);
    }
  };

  const start = (rewrap: Rewrap): void => {
    const stop = new AbortController();
    const ended = carryOut(rewrap, stop.signal).finally(() => running.delete(rewrap.id));
    running.set(rewrap.id, { rewrap, stop, ended });
    arm();
  };

  /** Goes on with what other processes have left. */
  const takeOver = async (): Promise<void> => {
    if (keyring.rootKey().status === 'sealed') return;
    const now = clock();
    for (const rewrap of await leftRewraps(store, now - lapse)) {
      if (running.size >= mostRunning || running.has(rewrap.id) || !keyring.has(rewrap.tenantId)) continue;
      if ((await store.commit([takeRewrap(rewrap, runner, now)])) === undefined) start(rewrap);
    }
  };

  const look = async (): Promise<void> => {
    try {
      for (const { rewrap, stop } of [...running.values()]) {
        const failed = await store.commit([noteRewrap({ id: rewrap.id, runner }, { seenAt: clock() })]);
        if (failed === notOurs) stop.abort();
      }
      if (looks) await takeOver();
    } catch (error) {
      log.error(errorFields(error), 'rewraps could not be looked after');
    }
  };

  const arm = (): void => {
    if (cancel) return;
    cancel = after(beat, () => {
      looking = look().finally(() => {
        cancel = undefined;
        if (looks || running.size > 0) arm();
      });
    });
  };

  return {
    /** The id under which this process does rewraps. */
    runner,
    /** Does one that was kept for this process. */
    start,
    /** Goes on with what was under way when a process ended, now and from time to time. */
    resume: async (): Promise<void> => {
      looks = true;
      await look();
      arm();
    },
    /** Ends what runs here, so that another process can go on with it. */
    close: async (): Promise<void> => {
      looks = false;
      await looking;
      cancel?.();
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
      await store.commit([releaseRewraps(runner)]).catch(() => undefined);
    },
  };
};

export type RewrapRuns = ReturnType<typeof rewrapRuns>;
