import type { Log } from '@tessera/client';
import { eventParser, type StreamEvent } from './event-stream.ts';

/** What is told while the log of a tenant is followed. */
export interface Followed {
  /** An entry was recorded. With `id` it can be gone on behind it. */
  entry(log: Log, id: string | undefined): void;
  /** Entries are missing that the list has. */
  gap(): void;
  /** Whether the connection stands. */
  connected(stands: boolean): void;
  /** It is over: the session has ended, or the server refuses. */
  over(): void;
}

interface Options extends Followed {
  fetch: typeof globalThis.fetch;
  tenant: string;
  /** The id of the last entry that came before, when it was followed earlier. */
  since: string | undefined;
  signal: AbortSignal;
  /** Waits before another try. */
  pause(milliseconds: number): Promise<void>;
}

/** Milliseconds before each further try; the last one holds for all after it. */
const pauses = [1000, 2000, 5000, 15_000];

/** What a server refuses for good. All else may pass. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

const logOf = (data: string): Log => {
  const wire = JSON.parse(data) as Record<string, string | undefined>;
  const named = Object.entries(wire).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(named) as Log;
};

/** Follows the log of a tenant until the signal ends it. After a break it goes on behind the last entry that came. */
export const followLogs = async (options: Options): Promise<void> => {
  const { fetch, tenant, signal, pause, entry, gap, connected, over } = options;
  let last = options.since;
  let tries = 0;
  let isOver = false;

  const take = ({ name, id, data }: StreamEvent) => {
    if (name === 'entry') {
      last = id;
      entry(logOf(data), id);
    }
    if (name === 'gap') gap();
    if (name === 'end') isOver = true;
  };
  const read = async () => {
    const response = await fetch('/console/logs/stream', {
      // Reading along is nothing that the person does, so it keeps no session alive.
      headers: {
        ...{ 'Tessera-Console': 'background', 'Tessera-Tenant': tenant },
        ...(last !== undefined && { 'Last-Event-ID': last }),
      },
      signal,
    });
    if (!response.ok || !response.body) {
      isOver = isFinal(response.status);
      return;
    }
    connected(true);
    tries = 0;
    const parse = eventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of parse(value)) take(event);
    }
  };

  while (!signal.aborted) {
    // A connection that breaks is made again.
    await read().catch(() => undefined);
    if (signal.aborted) return;
    connected(false);
    if (isOver) return over();
    await pause(pauses[Math.min(tries, pauses.length - 1)] ?? 0);
    tries += 1;
  }
};
