import { ApiError } from '../problem.ts';
import type { After } from '../timers.ts';

/** What a request occupies until its answer has been sent. */
export interface Holding {
  /** Occupies more. Throws 429 or 503 when there is no room for it. */
  grow(bytes: number): void;
  /** Says what is occupied in the end: the answer. */
  settle(bytes: number): void;
  /** Gives everything back. Calling it again is harmless. */
  release(): void;
}

export interface BytesInFlight {
  /** Begins a request that will occupy about so many bytes, once there is room. Rejects with 429 or 503 when there is none in time. */
  enter(tenantId: string, bytes: number): Holding | Promise<Holding>;
}

/** All numbers but the last two are bytes. */
export interface ByteBounds {
  process: number;
  tenant: number;
  /** A request that occupies more than this is a large one. Large requests together get half of what there is. */
  small: number;
  /** Milliseconds that a request waits at most. */
  patience: number;
  /** Requests of a tenant that wait at the same time. */
  waiting: number;
}

const MB = 1024 * 1024;

export const byteBounds: ByteBounds = {
  process: 64 * MB,
  tenant: 32 * MB,
  small: 65_536,
  patience: 5000,
  waiting: 1000,
};

/** What the largest request and its answer need beside others. */
const least = { process: 16 * MB, tenant: 8 * MB };

/** The share of each of several threads that answer requests, so that together they occupy no more; but never less than one needs. */
export const shareOfBytes = (threads: number): ByteBounds => ({
  ...byteBounds,
  process: Math.max(byteBounds.process / threads, least.process),
  tenant: Math.max(byteBounds.tenant / threads, least.tenant),
});

interface Waiting {
  tenantId: string;
  bytes: number;
  begin: () => void;
}

const later = { headers: { 'Retry-After': '1' } };

/**
 * Bounds what requests and answers occupy in memory at the same time: of a tenant, and of all. Without it, callers who ask for large
 * pages and do not read them could fill the memory of the process.
 *
 * Whoever finds no room waits. When room comes, tenants take turns, and within a tenant large requests and small ones do. Large ones
 * never get more than half, so that single tokens can be read while pages are not.
 */
export const bytesInFlight = (after: After, bounds: ByteBounds = byteBounds): BytesInFlight => {
  const held = new Map<string, number>();
  let heldByAll = 0;
  /** Those who wait, by tenant and size. The line whose turn it is comes first. */
  const lines = new Map<string, Waiting[]>();

  const add = (tenantId: string, bytes: number): void => {
    heldByAll += bytes;
    const left = (held.get(tenantId) ?? 0) + bytes;
    if (left > 0) held.set(tenantId, left);
    else held.delete(tenantId);
  };

  const tenantHasRoom = (tenantId: string, bytes: number, share: number): boolean =>
    (held.get(tenantId) ?? 0) + bytes <= bounds.tenant * share;

  const isLarge = (bytes: number): boolean => bytes > bounds.small;

  const fits = ({ tenantId, bytes }: Omit<Waiting, 'begin'>): boolean => {
    const share = isLarge(bytes) ? 0.5 : 1;
    return tenantHasRoom(tenantId, bytes, share) && heldByAll + bytes <= bounds.process * share;
  };

  const refusal = (tenantId: string, bytes: number, share: number): ApiError =>
    tenantHasRoom(tenantId, bytes, share)
      ? new ApiError('unavailable', 'Others occupy the memory that this needs. Try again in a moment.', later)
      : new ApiError('too-much-in-flight', 'Read the answers that are on their way, and ask for smaller pages.', later);

  /** Begins one request that waits and now fits, if there is one. Its line goes to the end. */
  const beginNext = (): boolean => {
    for (const [name, line] of lines) {
      const [first] = line;
      if (!first || !fits(first)) continue;
      line.shift();
      lines.delete(name);
      if (line.length > 0) lines.set(name, line);
      first.begin();
      return true;
    }
    return false;
  };

  const hold = (tenantId: string, entered: number): Holding => {
    let own = entered;
    add(tenantId, entered);
    const change = (bytes: number) => {
      add(tenantId, bytes - own);
      const freed = bytes < own;
      own = bytes;
      while (freed && lines.size > 0 && beginNext());
    };
    let released = false;
    return {
      grow: (bytes) => {
        if (!tenantHasRoom(tenantId, bytes, 1) || heldByAll + bytes > bounds.process) throw refusal(tenantId, bytes, 1);
        if (!released) change(own + bytes);
      },
      settle: (bytes) => {
        if (!released) change(bytes);
      },
      release: () => {
        change(0);
        released = true;
      },
    };
  };

  const wait = (tenantId: string, bytes: number): Promise<Holding> =>
    new Promise((resolve, reject) => {
      const large = isLarge(bytes);
      const name = `${tenantId} ${large}`;
      const line = lines.get(name) ?? [];
      const refuse = () => reject(refusal(tenantId, bytes, large ? 0.5 : 1));
      if (line.length >= bounds.waiting) {
        refuse();
        return;
      }
      lines.set(name, line);
      const stop = after(bounds.patience, () => {
        line.splice(line.indexOf(waiting), 1);
        if (line.length === 0) lines.delete(name);
        refuse();
      });
      const begin = () => {
        stop();
        resolve(hold(tenantId, bytes));
      };
      const waiting: Waiting = { tenantId, bytes, begin };
      line.push(waiting);
    });

  return {
    enter: (tenantId, bytes) => {
      const isNext = !lines.has(`${tenantId} ${isLarge(bytes)}`);
      if (isNext && fits({ tenantId, bytes })) return hold(tenantId, bytes);
      return wait(tenantId, bytes);
    },
  };
};
