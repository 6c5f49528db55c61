import { type ErrorCode, Failure, seal } from './errors.ts';
import { type FrameGuards, frameGuards, isOpening } from './guards.ts';
import {
  type Echo,
  type FrameMethods,
  type Opening,
  type PageMethods,
  PROTOCOL,
  type Sealed,
  type Told,
} from './protocol.ts';
import { answerCalls, type Tell } from './rpc.ts';

/** What a frame offers to the page that opened it. */
export interface Served {
  readonly id: string;
  /** The methods that this kind of frame has. */
  readonly methods: Partial<FrameMethods>;
}

export interface PageAcceptance {
  /** Whether the operator named this origin, character by character. */
  readonly allowed: (origin: string) => boolean;
  /** Why this frame refuses every page; the page that opens it receives the code. */
  readonly refusal?: ErrorCode | undefined;
  /** Called once. A rejection refuses the opening. `page` may be called at once: what it is told goes with the echo. */
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

    const echo = (answer: { id: string; told: readonly Told[] } | { refusal: Sealed }) =>
      port.postMessage({ tessera: PROTOCOL, nonce: data.nonce, ...answer } satisfies Echo);
    // One message takes less than three: each is a task of both processes.
    const told: Told[] = [];
    let tell: Tell<PageMethods> = (name, ...args) => void told.push({ name, args });
    const methodsOfPage: PageMethods = {
      emit: (event) => tell('emit', event),
      say: (messages) => tell('say', messages),
    };
    try {
      if (page.refusal) throw new Failure(page.refusal);
      if (!guards.allowedOrigin(origin, page.allowed)) throw new Failure('origin-not-allowed', { detail: origin });
      const { id, methods } = await page.serve(data, origin, methodsOfPage);
      echo({ id, told });
      tell = answerCalls<PageMethods>(port, methods);
    } catch (thrown) {
      echo({ refusal: seal(thrown) });
    }
  };

  window.addEventListener('message', onMessage);
};
