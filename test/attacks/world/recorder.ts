import type { BrowserContext, Frame } from '@playwright/test';

/** Something that was said inside the browser. */
export interface Heard {
  /**
   * `port` and `broadcast`: posted by this document, to whoever holds the other end. `window`: arrived at this document.
   * `listens`: this document began to listen for messages. `console`: written there.
   */
  readonly kind: 'port' | 'broadcast' | 'window' | 'listens' | 'console';
  /** The origin of the document, as its URL has it. */
  readonly origin: string;
  /** The origin of the sender, of a message to a window. */
  readonly from?: string;
  /** All of it as text. */
  readonly data: string;
}

/** Something that a document leaves where others may look. */
export interface Trace {
  readonly origin: string;
  readonly place: string;
  readonly data: string;
}

export interface Recording {
  /** Everything said so far. */
  heard(): Promise<readonly Heard[]>;
  /** Everything that lies about in the documents of the browser. */
  traces(): Promise<readonly Trace[]>;
}

/** Runs in every document before its own scripts. */
const record = (): void => {
  const report = (window as Window & { tesseraHeard?: (heard: unknown) => Promise<void> }).tesseraHeard;
  const { origin } = location;

  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  /** Any cloneable thing as text: what `JSON` leaves out of errors, maps and buffers is what could be hidden there. */
  const write = (value: unknown, depth = 0): unknown => {
    if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > 20) return 'deeper';
    if (value instanceof MessagePort) return 'port';
    if (value instanceof RegExp || value instanceof Date) return String(value);
    if (value instanceof ArrayBuffer) return hex(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Map || value instanceof Set) return Array.from(value, (item) => write(item, depth + 1));
    if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
    if (Array.isArray(value)) return value.map((item) => write(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, write(item, depth + 1)]));
  };
  const say = (kind: string, data: unknown, from?: string) => {
    report?.({ kind, origin, data: JSON.stringify(write(data)) ?? 'undefined', ...(from !== undefined && { from }) });
  };

  /** A flood of one message is told once. */
  let last: unknown;

  for (const [kind, prototype] of [
    ['port', MessagePort.prototype],
    ['broadcast', BroadcastChannel.prototype],
  ] as const) {
    const post = prototype.postMessage as (...args: unknown[]) => void;
    prototype.postMessage = function (this: unknown, ...args: unknown[]) {
      if (args[0] !== last) say(kind, args[0]);
      last = args[0];
      return post.apply(this, args);
    };
  }
  addEventListener('message', ({ data, origin: from }) => say('window', data, from), true);
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (...args) {
    if (args[0] === 'message' && this === window) say('listens', null);
    return listen.apply(this, args);
  };
};

/** What a document leaves where others may look. Evaluated in each frame. */
const look = async () => {
  const attempt = async (read: () => unknown) => {
    try {
      return (await read()) ?? null;
    } catch {
      return 'blocked';
    }
  };
  const found = {
    url: location.href,
    referrer: document.referrer,
    name: window.name,
    title: document.title,
    history: [history.length, history.state],
    markup: document.documentElement.outerHTML,
    local: await attempt(() => ({ ...localStorage })),
    session: await attempt(() => ({ ...sessionStorage })),
    cookies: await attempt(() => document.cookie),
    databases: await attempt(() => indexedDB.databases()),
    caches: await attempt(() => caches.keys()),
    // Without times and sizes: among so many digits, part of a card number or a code stands sooner or later.
    performance: performance
      .getEntries()
      .map((entry) =>
        JSON.stringify(entry, (_, value: unknown) => (typeof value === 'number' && value < 1e9 ? undefined : value)),
      ),
  };
  return Object.entries(found).map(([place, data]) => ({
    origin: location.origin,
    place,
    data: typeof data === 'string' ? data : JSON.stringify(data),
  }));
};

const framesOf = (context: BrowserContext): Frame[] => context.pages().flatMap((page) => page.frames());

/** Records all documents of a context from now on. */
export const startRecording = async (context: BrowserContext): Promise<Recording> => {
  const log: Heard[] = [];
  await context.exposeBinding('tesseraHeard', (_, heard: Heard) => void log.push(heard));
  await context.addInitScript(record);
  context.on('console', (message) => {
    log.push({
      kind: 'console',
      origin: new URL(message.location().url || 'about:blank').origin,
      data: message.text(),
    });
  });
  context.on('weberror', (error) => {
    log.push({ kind: 'console', origin: '', data: error.error().stack ?? error.error().message });
  });

  /** What a document reported before it answers is here when its answer is. */
  const settle = async () => {
    // Playwright never answers for a frame of another process that was removed while its document arrived.
    const watchdog = new Promise((resolve) => setTimeout(resolve, 5_000).unref());
    await Promise.race([
      Promise.all(framesOf(context).map((frame) => frame.evaluate(() => 0).catch(() => 0))),
      watchdog,
    ]);
  };
  return {
    heard: async () => {
      await settle();
      return log;
    },
    traces: async () => {
      const found = framesOf(context).map((frame): Promise<Trace[]> => frame.evaluate(look).catch(() => []));
      return (await Promise.all(found)).flat();
    },
  };
};
