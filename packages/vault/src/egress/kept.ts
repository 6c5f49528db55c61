import type { IncomingMessage } from 'node:http';
import type { SecureContext } from 'node:tls';
import type { After } from '../timers.ts';
import type { Connection } from './connection.ts';
import type { EgressGuards } from './egress-guards.ts';

/** Whose connections, to which destination, and whom it was believed by. */
export interface Side {
  tenantId: string;
  /** The host, with its port where that is on this machine. */
  name: string;
  context: SecureContext;
}

/** How many connections are kept, and how long. Times are milliseconds. */
export interface KeptLimits {
  /** Connections that wait for their next request, of all tenants. */
  all: number;
  /** Of one tenant. */
  perTenant: number;
  /** How long one waits whose destination announces nothing. Many servers close after five seconds. */
  idle: number;
  /** How long one waits at most, whatever is announced. */
  longestIdle: number;
  /** How much earlier than announced it is closed, so that no request meets the end of a connection on its way. */
  early: number;
  /** The age at which a connection is not used again, so that certificates are checked anew. */
  age: number;
}

export const keptLimits: KeptLimits = {
  all: 512,
  perTenant: 64,
  idle: 4_000,
  longestIdle: 30_000,
  early: 1_000,
  age: 300_000,
};

interface Kept {
  side: Side;
  connection: Connection;
  cancel: () => void;
}

interface KeptOptions {
  after: After;
  guards: EgressGuards;
  /** Milliseconds of a clock that never goes back. */
  clock: () => number;
  limits?: KeptLimits;
}

/** RFC 2068 §19.7.1.1: how long the destination keeps the connection. */
const announced = (answer: IncomingMessage): number | undefined => {
  const [, seconds] = /(?:^|[,\s])timeout\s*=\s*(\d{1,9})/i.exec(String(answer.headers['keep-alive'] ?? '')) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
};

/** Connections that wait for their next request, each only for its own tenant and destination. */
export const createKept = ({ after, guards, clock, limits = keptLimits }: KeptOptions) => {
  /** By tenant and destination; the one used last is taken first, so that the others can go. */
  const places = new Map<string, Kept[]>();
  /** In the order in which they were kept. */
  const all = new Set<Kept>();
  const byTenant = new Map<string, Set<Kept>>();
  let closed = false;

  const placeOf = ({ tenantId, name }: Side): string => JSON.stringify([guards.owner(tenantId), name]);

  const forget = (kept: Kept): void => {
    kept.connection.onClose(() => undefined);
    kept.cancel();
    all.delete(kept);
    const place = placeOf(kept.side);
    const left = places.get(place)?.filter((each) => each !== kept) ?? [];
    if (left.length > 0) places.set(place, left);
    else places.delete(place);
    const own = byTenant.get(kept.side.tenantId);
    own?.delete(kept);
    if (own?.size === 0) byTenant.delete(kept.side.tenantId);
  };

  const drop = (kept: Kept): void => {
    forget(kept);
    kept.connection.close();
  };

  const isFor = ({ side, connection }: Kept, wanted: Side, addresses: readonly string[]): boolean =>
    side.context === wanted.context &&
    clock() - connection.since < limits.age &&
    connection.isOpen &&
    guards.mayLead(connection.address, addresses);

  return {
    /**
     * A kept connection to one of the addresses, which are those that were checked for this request. Each is probed: whatever the
     * destination has sent or ended by now is heard of before the connection is used.
     */
    take: async (wanted: Side, addresses: readonly string[]): Promise<Connection | undefined> => {
      const place = placeOf(wanted);
      for (let kept = places.get(place)?.at(-1); kept; kept = places.get(place)?.at(-1)) {
        forget(kept);
        const { connection } = kept;
        if (isFor(kept, wanted, addresses)) {
          await guards.probe();
          if (connection.isOpen) return connection;
        }
        connection.close();
      }
      return undefined;
    },
    /** Keeps a connection after an answer. False where it must be closed. */
    keep: (side: Side, connection: Connection, answer: IncomingMessage): boolean => {
      if (closed) return false;
      const said = announced(answer);
      const wait = said === undefined ? limits.idle : Math.min(said - limits.early, limits.longestIdle);
      if (wait <= 0 || clock() - connection.since >= limits.age) return false;
      const kept: Kept = { side, connection, cancel: after(wait, () => drop(kept)) };
      connection.onClose(() => forget(kept));
      const place = placeOf(side);
      places.set(place, [...(places.get(place) ?? []), kept]);
      all.add(kept);
      const own = byTenant.get(side.tenantId) ?? new Set();
      byTenant.set(side.tenantId, own.add(kept));
      const [oldest] = own.size > limits.perTenant ? own : all.size > limits.all ? all : [];
      if (oldest) drop(oldest);
      return true;
    },
    /** Closes those of a tenant to a destination. */
    drop: (side: Side): void => {
      for (const kept of places.get(placeOf(side)) ?? []) drop(kept);
    },
    /** How many wait. */
    size: (): number => all.size,
    /** Closes all, and keeps none from now on. */
    close: (): void => {
      closed = true;
      for (const kept of [...all]) drop(kept);
    },
  };
};
