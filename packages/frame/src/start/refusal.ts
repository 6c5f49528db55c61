import type { ErrorCode } from '@tessera/bridge';

/** The situations in which a frame does not start. */
export interface RefusalGuards {
  /** Opened by itself, and not in an iframe: there is no page to serve. */
  topLevel(window: Window): boolean;
  /** In a sandboxed iframe: no other frame and no request could prove that it comes from the vault's origin. */
  opaqueOrigin(origin: string): boolean;
  /** The page has the same origin as the frame, so it could read what is typed. */
  sameOriginPage(window: Window): boolean;
  /** Not encrypted, and not on this machine. */
  insecure(location: Location): boolean;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export const refusalGuards: RefusalGuards = {
  topLevel: (window) => window.parent === window,
  opaqueOrigin: (origin) => origin === 'null',
  // What else a frame could read of its page throws where the origin is another, and V8 parses the script once more to say where.
  sameOriginPage: (window) => window.parent === window || window.frameElement !== null,
  insecure: ({ protocol, hostname }) => protocol !== 'https:' && !isLoopback(hostname),
};

/** The reason why this frame must not start, if there is one. */
export const refusalOf = (window: Window & { readonly origin: string }, guards: RefusalGuards) =>
  (
    [
      ['frame-top-level', guards.topLevel(window)],
      ['frame-opaque-origin', guards.opaqueOrigin(window.origin)],
      ['frame-same-origin', guards.sameOriginPage(window)],
      ['frame-insecure', guards.insecure(window.location)],
    ] as const satisfies readonly (readonly [ErrorCode, boolean])[]
  ).find(([, holds]) => holds)?.[0];
