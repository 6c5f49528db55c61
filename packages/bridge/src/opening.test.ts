import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { acceptPage, type PageAcceptance } from './accept-page.ts';
import { Failure } from './errors.ts';
import type { ElementEvent } from './events.ts';
import { pageGuards } from './guards.ts';
import { type FrameConnection, openFrame } from './open-frame.ts';
import type { FrameMethods, Opening } from './protocol.ts';

// Of the document of a page, what a page asks of it here.
beforeAll(() => {
  vi.stubGlobal('document', new EventTarget());
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const page = 'https://shop.example';
const vault = 'https://vault.example';
const nonce = '0123456789abcdef0123456789abcdef';
const opening: Opening = { tessera: 2, nonce, key: 'key_1', type: 'text', options: {} };

interface Message {
  data: unknown;
  source: unknown;
  origin: string;
  ports: readonly MessagePort[];
}

/** A window as far as the frame's side looks at it; `deliver` is what a browser does with a posted message. */
const frameWindow = () => {
  const listeners = new Set<(event: Message) => void>();
  const parent = {};
  const window = {
    parent,
    addEventListener: (_: string, listener: (event: Message) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: Message) => void) => listeners.delete(listener),
  };
  const deliver = (message: Partial<Message>) => {
    const event = { data: opening, source: parent, origin: page, ports: [], ...message };
    for (const listener of [...listeners]) listener(event);
  };
  return { window: window as unknown as Window, deliver, listeners };
};

const methods: FrameMethods = {
  update: async () => {},
  validate: () => ({ empty: true, complete: false, valid: false, maskSatisfied: false }),
  clear: () => {},
  focus: () => {},
  blur: () => {},
  checked: async () => {},
  ping: () => {},
  call: async (name, payload) => ({ name, payload }),
  mirror: async () => {},
  session: async () => {},
};

const accept = (options: Partial<PageAcceptance> = {}) => {
  const served: Opening[] = [];
  let emit: (event: ElementEvent) => void = () => {};
  const frame = frameWindow();
  acceptPage(frame.window, {
    allowed: (origin) => origin === page,
    serve: (message, _, page) => {
      served.push(message);
      emit = page.emit;
      return { id: 'id-1', methods };
    },
    ...options,
  });
  return { ...frame, served, emit: (event: ElementEvent) => emit(event) };
};

const channel = (): MessageChannel => {
  const made = new MessageChannel();
  onTestFinished(() => made.port1.close());
  return made;
};

/** What comes out of a port that was sent with an opening. */
const answerOn = (port: MessagePort): Promise<unknown> =>
  new Promise((resolve) => port.addEventListener('message', ({ data }) => resolve(data), { once: true }));

describe('a frame', () => {
  const hostile: [string, (port: MessagePort) => Partial<Message>][] = [
    ['another window', (port) => ({ source: {}, ports: [port] })],
    ['no window at all', (port) => ({ source: null, ports: [port] })],
    ['no port', () => ({ ports: [] })],
    ['two ports', (port) => ({ ports: [port, channel().port2] })],
    ['another version', (port) => ({ data: { ...opening, tessera: 1 }, ports: [port] })],
    ['a short nonce', (port) => ({ data: { ...opening, nonce: 'ab' }, ports: [port] })],
    ['no key', (port) => ({ data: { ...opening, key: undefined }, ports: [port] })],
    ['no options', (port) => ({ data: { ...opening, options: null }, ports: [port] })],
    ['a call as it crosses the port', (port) => ({ data: { id: 1, name: 'ping', args: [] }, ports: [port] })],
  ];

  it.each(hostile)('does not hear an opening from or with %s', (_, message) => {
    const { deliver, served, listeners } = accept();
    deliver(message(channel().port2));
    expect(served).toEqual([]);
    expect(listeners.size).toBe(1);
  });

  it('hears nothing of arbitrary messages', () => {
    const { deliver, served } = accept();
    fc.assert(
      fc.property(fc.anything(), (data) => {
        deliver({ data, ports: [channel().port2] });
        expect(served).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    'null',
    'https://shop.example.evil.example',
    'https://shop.example:444',
    'http://shop.example',
    'https://evil',
  ])('tells a page of origin %s that it is not allowed, and serves it nothing', async (origin) => {
    const { deliver, served } = accept();
    const { port1, port2 } = channel();
    const answer = answerOn(port1);
    port1.start();
    deliver({ origin, ports: [port2] });
    expect(await answer).toEqual({ tessera: 2, nonce, refusal: { code: 'origin-not-allowed', detail: origin } });
    expect(served).toEqual([]);
  });

  it('serves the first opening and does not listen to a second', () => {
    const { deliver, served, listeners } = accept();
    deliver({ ports: [channel().port2] });
    expect(listeners.size).toBe(0);
    deliver({ data: { ...opening, key: 'key_2' }, ports: [channel().port2] });
    expect(served).toEqual([opening]);
  });

  it('says why it will not serve anybody', async () => {
    const { deliver, served } = accept({ refusal: 'frame-insecure' });
    const { port1, port2 } = channel();
    const answer = answerOn(port1);
    port1.start();
    deliver({ ports: [port2] });
    expect(await answer).toEqual({ tessera: 2, nonce, refusal: { code: 'frame-insecure' } });
    expect(served).toEqual([]);
  });
});

/** An iframe whose document is the given frame, as far as the page's side looks at it. */
const iframeOf = (frame: ReturnType<typeof accept>, change: (data: Opening) => unknown = (data) => data) => {
  const posted: { data: unknown; targetOrigin: string }[] = [];
  const contentWindow = {
    postMessage: (data: Opening, targetOrigin: string, ports: MessagePort[]) => {
      posted.push({ data, targetOrigin });
      frame.deliver({ data: change(data), ports });
    },
  };
  const iframe = Object.assign(new EventTarget(), { contentWindow: contentWindow as object | null, isConnected: true });
  return { iframe: iframe as unknown as HTMLIFrameElement, settable: iframe, posted };
};

const open = (
  iframe: HTMLIFrameElement,
  emit: (event: ElementEvent) => void = () => {},
  guards = pageGuards,
  loads?: number,
) => {
  const lost: Failure[] = [];
  const onLost = (failure: Failure) => lost.push(failure);
  const opened = openFrame({
    ...{ iframe, loads, origin: vault, key: 'key_1', type: 'text', guards },
    options: () => ({}),
    methods: { emit, say: () => {} },
    onLost,
  });
  onTestFinished(opened.close);
  opened.connection.catch(() => {});
  return { ...opened, lost };
};

const connected = async (frame = accept()) => {
  const { iframe, settable, posted } = iframeOf(frame);
  const opened = open(iframe);
  iframe.dispatchEvent(new Event('load'));
  const connection: FrameConnection = await opened.connection;
  return { ...opened, connection, iframe, settable, posted };
};

describe('a page', () => {
  it('posts one message, to the exact origin of the vault, and then calls and hears through the port', async () => {
    const events: ElementEvent[] = [];
    const frame = accept();
    const { iframe, posted } = iframeOf(frame);
    const { promise, resolve } = Promise.withResolvers<void>();
    const opened = open(iframe, (event) => {
      events.push(event);
      resolve();
    });
    iframe.dispatchEvent(new Event('load'));
    const connection = await opened.connection;
    frame.emit({ type: 'ready' });
    expect(await connection.call('call', 1000, 'tokenize', { a: 1 }, {})).toEqual({
      name: 'tokenize',
      payload: { a: 1 },
    });
    await promise;
    expect(events).toEqual([{ type: 'ready' }]);
    expect(connection.id).toBe('id-1');
    expect(posted).toEqual([{ data: expect.objectContaining({ tessera: 2, key: 'key_1' }), targetOrigin: vault }]);
  });

  it('opens a frame that has loaded before, without waiting for another load', async () => {
    const { iframe, posted } = iframeOf(accept());
    const opened = open(iframe, () => {}, pageGuards, 1);
    expect(posted).toEqual([]);
    expect(await opened.connection).toMatchObject({ id: 'id-1' });
    expect(posted).toEqual([{ data: expect.objectContaining({ key: 'key_1' }), targetOrigin: vault }]);
  });

  it('waits for the first load of a frame that was started early and has not loaded yet', async () => {
    const { iframe, posted } = iframeOf(accept());
    const opened = open(iframe, () => {}, pageGuards, 0);
    await Promise.resolve();
    expect(posted).toEqual([]);
    iframe.dispatchEvent(new Event('load'));
    expect(await opened.connection).toMatchObject({ id: 'id-1' });
  });

  it.each([2, 3])('tells nothing to a frame that has loaded %i times before', async (loads) => {
    const { iframe, posted } = iframeOf(accept());
    await expect(open(iframe, () => {}, pageGuards, loads).connection).rejects.toEqual(new Failure('frame-lost'));
    expect(posted).toEqual([]);
  });

  it('is lost at the next load of a frame that had loaded once', async () => {
    const { iframe } = iframeOf(accept());
    const opened = open(iframe, () => {}, pageGuards, 1);
    await opened.connection;
    iframe.dispatchEvent(new Event('load'));
    expect(opened.lost).toEqual([new Failure('frame-lost')]);
  });

  it('tells nothing to a frame that is closed at once', async () => {
    const { iframe, posted } = iframeOf(accept());
    open(iframe, () => {}, pageGuards, 1).close();
    await Promise.resolve();
    expect(posted).toEqual([]);
  });

  describe('whose policy is violated', () => {
    const own = { disposition: 'enforce', effectiveDirective: 'frame-src', blockedURI: vault };
    const violated = (change: object) =>
      document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), own, change));

    it.each([vault, `${vault}/elements/`])('gives a frame up at once where that forbids %s', async (blockedURI) => {
      const opened = open(iframeOf(accept()).iframe);
      violated({ blockedURI });
      await expect(opened.connection).rejects.toEqual(new Failure('frame-unreachable', { detail: vault }));
    });

    it.each([
      ['which only reports', { disposition: 'report' }],
      ['which forbids something else of the vault', { effectiveDirective: 'connect-src' }],
      ['which forbids another host', { blockedURI: `${vault}.evil.example` }],
      ['which forbids a script of its own', { effectiveDirective: 'script-src-elem', blockedURI: 'inline' }],
    ])('waits on for a frame of a page %s', async (_, change) => {
      const { iframe } = iframeOf(accept());
      const opened = open(iframe);
      violated(change);
      iframe.dispatchEvent(new Event('load'));
      expect(await opened.connection).toMatchObject({ id: 'id-1' });
    });

    it('keeps a frame that is open, whatever it forbids the others', async () => {
      const { iframe } = iframeOf(accept());
      const opened = open(iframe);
      iframe.dispatchEvent(new Event('load'));
      const { call } = await opened.connection;
      violated({});
      expect(await call('ping', 1000)).toBeUndefined();
      expect(opened.lost).toEqual([]);
    });
  });

  it('learns an error of the frame as a code, without message or stack', async () => {
    const frame = accept({
      serve: () => ({
        id: 'id-1',
        methods: {
          ...methods,
          clear: () => {
            throw new Error('4242424242424242');
          },
          call: () => Promise.reject(new Failure('wrong-field', { detail: 'data.number' })),
        },
      }),
    });
    const { connection } = await connected(frame);
    await expect(connection.call('clear', 1000)).rejects.toEqual(new Failure('internal-error'));
    await expect(connection.call('call', 1000, 'tokenize', {}, {})).rejects.toEqual(
      new Failure('wrong-field', { detail: 'data.number' }),
    );
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'call.constructor'])(
    'cannot call %s of the frame',
    async (name) => {
      const { connection } = await connected();
      await expect(connection.call(name as 'clear', 1000)).rejects.toEqual(new Failure('method-not-allowed'));
    },
  );

  it('ends for good at a second load: calls reject, and so does what is under way', async () => {
    const frame = accept({ serve: () => ({ id: 'id-1', methods: { ...methods, call: () => new Promise(() => {}) } }) });
    const { connection, iframe, lost } = await connected(frame);
    const pending = connection.call('call', 10_000, 'tokenize', {}, {});
    iframe.dispatchEvent(new Event('load'));
    await expect(pending).rejects.toEqual(new Failure('frame-lost'));
    await expect(connection.call('ping', 1000)).rejects.toEqual(new Failure('frame-lost'));
    expect(lost).toEqual([new Failure('frame-lost')]);
  });

  it('says of what is under way when it closes the frame itself that it is not mounted', async () => {
    const frame = accept({ serve: () => ({ id: 'id-1', methods: { ...methods, call: () => new Promise(() => {}) } }) });
    const { connection, close, lost } = await connected(frame);
    const pending = connection.call('call', 10_000, 'tokenize', {}, {});
    close();
    await expect(pending).rejects.toEqual(new Failure('not-mounted'));
    expect(lost).toEqual([]);
  });

  it('is connected by the echo alone, which brings what the frame tells at once', async () => {
    const { port1, port2 } = channel();
    const { promise: said, resolve } = Promise.withResolvers<unknown[]>();
    const heard: unknown[] = [];
    port1.addEventListener('message', ({ data }) => {
      if (heard.push(data) === 2) resolve(heard);
    });
    port1.start();
    let later = () => {};
    const { deliver } = accept({
      serve: (_, __, page) => {
        page.emit({ type: 'ready' });
        later = () => page.emit({ type: 'focus', targetId: 'cardNumber' });
        return { id: 'id-1', methods };
      },
    });
    deliver({ ports: [port2] });
    await new Promise((resolve) => port1.addEventListener('message', resolve, { once: true }));
    later();
    expect(await said).toEqual([
      { tessera: 2, nonce, id: 'id-1', told: [{ name: 'emit', args: [{ type: 'ready' }] }] },
      { name: 'emit', args: [{ type: 'focus', targetId: 'cardNumber' }] },
    ]);
  });

  it('tells of what came with the echo when whoever waits for the connection has it', async () => {
    const order: string[] = [];
    const frame = accept({
      serve: (_, __, page) => {
        page.emit({ type: 'ready' });
        return { id: 'id-1', methods };
      },
    });
    const { iframe } = iframeOf(frame);
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const { connection } = open(iframe, ({ type }) => {
      order.push(type);
      resolve();
    });
    connection.then(() => order.push('connection'));
    iframe.dispatchEvent(new Event('load'));
    await heard;
    expect(order).toEqual(['connection', 'ready']);
  });

  it('hears no more of what came with the echo once it has closed the frame', async () => {
    const heard: string[] = [];
    const frame = accept({
      serve: (_, __, page) => {
        page.emit({ type: 'ready' });
        page.emit({ type: 'click', targetId: 'text' });
        return { id: 'id-1', methods };
      },
    });
    const { iframe } = iframeOf(frame);
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const opened = open(iframe, ({ type }) => {
      heard.push(type);
      opened.close();
      resolve();
    });
    iframe.dispatchEvent(new Event('load'));
    await closed;
    expect(heard).toEqual(['ready']);
  });

  it.each([
    ['another window is behind the iframe', { contentWindow: {} }],
    ['the iframe is out of the document and has no window', { contentWindow: null, isConnected: false }],
  ])('does not call when %s', async (_, change) => {
    const { connection, settable, lost } = await connected();
    Object.assign(settable, change);
    await expect(connection.call('ping', 1000)).rejects.toEqual(new Failure('frame-lost'));
    expect(lost).toHaveLength(1);
  });

  it('does not take an answer with another nonce for that of its frame', async () => {
    const { iframe } = iframeOf(accept(), (data) => ({ ...data, nonce }));
    const { promise: judged, resolve } = Promise.withResolvers<boolean>();
    const guards = {
      ...pageGuards,
      sameNonce: (echoed: unknown, sent: string) => {
        resolve(pageGuards.sameNonce(echoed, sent));
        return pageGuards.sameNonce(echoed, sent);
      },
    };
    const { connection, close } = open(iframe, () => {}, guards);
    iframe.dispatchEvent(new Event('load'));
    expect(await judged).toBe(false);
    close();
    await expect(connection).rejects.toEqual(new Failure('not-mounted'));
  });

  it('rejects with the reason when the frame refuses', async () => {
    const { iframe } = iframeOf(accept({ refusal: 'frame-same-origin' }));
    const { connection, lost } = open(iframe);
    iframe.dispatchEvent(new Event('load'));
    await expect(connection).rejects.toEqual(new Failure('frame-same-origin'));
    expect(lost).toEqual([]);
  });

  it('rejects options that cannot cross', async () => {
    const iframe = Object.assign(new EventTarget(), {
      isConnected: true,
      contentWindow: {
        postMessage: (data: unknown) => void structuredClone(data),
      },
    }) as unknown as HTMLIFrameElement;
    const options = { placeholder: (() => '') as unknown as string };
    const { connection } = openFrame({
      ...{ iframe, origin: vault, key: 'key_1', type: 'text', options: () => options },
      methods: {},
      onLost: () => {},
    });
    iframe.dispatchEvent(new Event('load'));
    await expect(connection).rejects.toEqual(new Failure('invalid-option', { detail: 'placeholder' }));
  });
});
