import { type ErrorCode, Failure, seal } from './errors.ts';
import { type FrameGuards, frameGuards, isOpening } from './guards.ts';
import { type Echo, type FrameMethods, type Opening, type PageMethods, PROTOCOL, type Sealed } from './protocol.ts';
import { answerCalls, type Tell } from './rpc.ts';

/** What a frame offers to the page that opened it. */
export interface Served {
  readonly id: string;
  /** The methods that this kind of frame has. */
  readonly methods: Partial<FrameMethods>;
  /** Called once the page has been told that the frame is open: for what it need not wait for. */
  readonly opened?: () => void;
}

export interface PageAcceptance {
  /** Whether the operator named this origin, character by character. */
  readonly allowed: (origin: string) => boolean;
  /** Why this frame refuses every page; the page that opens it receives the code. */
  readonly refusal?: ErrorCode | undefined;
  /** Called once. A rejection refuses the opening. `page` may be called at once: what it is told is kept until the connection is open. */
  readonly serve: (opening: Opening, pageOrigin: string, page: PageMethods) => Promise<Served> | Served;
}

/**
 * Waits for the one opening of a frame: the first well-formed message from the parent window with exactly one port. Then
 * it stops listening, and never posts to a window at all: everything else goes through that port.
 */
export const acceptPage = (window: Window, page: PageAcceptance, guards: FrameGuards = frameGuards): void => {
  let openings = 0;

  const onMessage = async ({ data, source, origin, ports }: MessageEvent<unknown>) => {
    const [port] = ports;
    if (!guards.fromParent(source, window.parent) || !guards.onePort(ports) || !port || !isOpening(data)) return;
    openings += 1;
    if (!guards.anotherOpening(openings)) window.removeEventListener('message', onMessage);

    const echo = (answer: { id: string } | { refusal: Sealed }) =>
      port.postMessage({ tessera: PROTOCOL, nonce: data.nonce, ...answer } satisfies Echo);
    let tell: Tell<PageMethods> | undefined;
    const early: (() => void)[] = [];
    const told = (now: () => void) => void (tell ? now() : early.push(now));
    const methodsOfPage: PageMethods = {
      emit: (event) => told(() => tell?.('emit', event)),
      say: (messages) => told(() => tell?.('say', messages)),
    };
    try {
      if (page.refusal) throw new Failure(page.refusal);
      if (!guards.allowedOrigin(origin, page.allowed)) throw new Failure('origin-not-allowed', { detail: origin });
      const { id, methods, opened } = await page.serve(data, origin, methodsOfPage);
      echo({ id });
      tell = answerCalls<PageMethods>(port, methods);
      for (const now of early) now();
      opened?.();
    } catch (thrown) {
      echo({ refusal: seal(thrown) });
    }
  };

  window.addEventListener('message', onMessage);
};
