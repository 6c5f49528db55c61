import { Failure } from './errors.ts';
import { drawId, type PageGuards, pageGuards } from './guards.ts';
import { type ElementOptions, unsendable } from './options.ts';
import { type Echo, type FrameMethods, type Opening, type PageMethods, PROTOCOL } from './protocol.ts';
import { makeCalls, type Remote, unseal } from './rpc.ts';

/** How long a frame may take over all, and once it has loaded, in milliseconds. */
const openingLimit = 15_000;
const answerLimit = 5_000;

/** How often a waiting call looks whether its frame is still there, in milliseconds. */
const watchEvery = 250;

export interface FrameOpening {
  /** Its `src` is set. It is not in the document yet, unless it was started early. */
  readonly iframe: HTMLIFrameElement;
  /** How often it has loaded, where it was started early. */
  readonly loads?: number | undefined;
  /** The exact origin of the vault: messages for any other document are dropped by the browser. */
  readonly origin: string;
  readonly key: string;
  readonly type: string;
  /** Asked for when the frame has loaded. */
  readonly options: () => ElementOptions;
  /** What the frame tells; nothing of what has no method here. */
  readonly methods: Partial<PageMethods>;
  /** Called once when an open frame ends in another way than by `close`. */
  readonly onLost: (failure: Failure) => void;
  readonly guards?: PageGuards;
}

/** An open frame, as the page holds it. */
export interface FrameConnection extends Pick<Remote<FrameMethods>, 'call' | 'close'> {
  /** Drawn by the frame; represents its element in payloads. */
  readonly id: string;
}

/** A frame that is being opened. */
export interface OpeningFrame {
  readonly connection: Promise<FrameConnection>;
  /** Looks whether the frame is still there; if not, it is lost at once and not only with the next call. */
  readonly check: () => void;
  /** May be called at any time, and makes `connection` reject. */
  readonly close: () => void;
}

/**
 * Opens the frame in an iframe: waits for the first `load`, posts one message to one origin, and from then on uses only the port that was
 * sent with it. A later `load`, another window behind the iframe, or its removal ends the connection for good.
 */
export const openFrame = (opening: FrameOpening): OpeningFrame => {
  const { iframe, origin, key, type, options, methods, guards = pageGuards } = opening;
  const nonce = drawId(crypto);
  const { port1, port2 } = new MessageChannel();
  let end!: (failure: Failure) => void;
  let check!: () => void;

  const connection = new Promise<FrameConnection>((resolve, reject) => {
    let loads = opening.loads ? opening.loads - 1 : 0;
    let opened: Window | null = null;
    let remote: Remote<FrameMethods> | undefined;
    let over: Failure | undefined;
    // No event tells that an iframe was taken out of the document.
    check = () => {
      if (!(opened ? guards.sameWindow(iframe, opened) : iframe.isConnected)) end(new Failure('frame-lost'));
    };
    const watching = setInterval(check, watchEvery);
    const giveUp = () => remote || end(new Failure('frame-unreachable', { detail: origin }));
    setTimeout(giveUp, openingLimit);
    // What loads in place of a frame that the policy of the page forbids never answers.
    const hear = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
      `${disposition} ${effectiveDirective} ${blockedURI}/`.startsWith(`enforce frame-src ${origin}/`) && giveUp();
    document.addEventListener('securitypolicyviolation', hear);

    end = (failure) => {
      if (over) return;
      over = failure;
      clearInterval(watching);
      iframe.removeEventListener('load', onLoad);
      document.removeEventListener('securitypolicyviolation', hear);
      if (remote) {
        remote.close();
        if (failure.code !== 'not-mounted') opening.onLost(failure);
      } else port1.close();
      reject(failure);
    };

    const onLoad = () => {
      loads += 1;
      if (!guards.firstLoad(loads)) return end(new Failure('frame-lost'));
      opened = iframe.contentWindow;
      setTimeout(giveUp, answerLimit);
      const said = options();
      const detail = unsendable(said);
      if (detail) return end(new Failure('invalid-option', { detail }));
      opened?.postMessage({ tessera: PROTOCOL, nonce, key, type, options: said } satisfies Opening, origin, [port2]);
    };

    const onEcho = ({ data }: MessageEvent<Echo>) => {
      if (!guards.sameNonce(data?.nonce, nonce)) return;
      port1.removeEventListener('message', onEcho);
      if ('refusal' in data) return end(unseal(data.refusal));
      const connected = makeCalls<FrameMethods>(port1, methods);
      remote = connected;
      clearInterval(watching);
      resolve({
        id: data.id,
        close,
        call: (name, timeout, ...args) => {
          check();
          const watching = setInterval(check, watchEvery);
          // A frame that is going away may report that its request failed: the loss is the reason, and is reported instead.
          const cut = (thrown: unknown) => {
            check();
            throw over ?? thrown;
          };
          return connected
            .call(name, timeout, ...args)
            .catch(cut)
            .finally(() => clearInterval(watching));
        },
      });
      // Whoever waits for the connection has it when they hear of the first event.
      connection.then(() => {
        for (const told of data.told) if (!over) connected.hear(told);
      });
    };

    iframe.addEventListener('load', onLoad);
    // The last of them is heard now that the iframe is where it belongs.
    if (opening.loads) queueMicrotask(() => over || onLoad());
    port1.addEventListener('message', onEcho);
    port1.start();
  });

  const close = () => end(new Failure('not-mounted'));
  return { connection, check, close };
};
