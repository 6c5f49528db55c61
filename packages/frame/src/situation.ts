import type { ErrorCode } from '@tessera/bridge';
import type { Guards } from './guards.ts';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** The four situations in which a frame does not start (design §3, invariant 2). */
export const situationGuards: Guards['situation'] = {
  topLevel: (window) => window.parent === window,
  opaqueOrigin: (origin) => origin === 'null',
  sameOriginPage: (window) => {
    try {
      return window.parent.location.origin === window.location.origin;
    } catch {
      return false;
    }
  },
  insecure: ({ protocol, hostname }) => protocol !== 'https:' && !isLoopback(hostname),
};

/** Why this frame must not start, or nothing. */
export const refusalOf = (window: Window & { readonly origin: string }, guards: Guards['situation']) =>
  (
    [
      ['frame-top-level', guards.topLevel(window)],
      ['frame-opaque-origin', guards.opaqueOrigin(window.origin)],
      ['frame-same-origin', guards.sameOriginPage(window)],
      ['frame-insecure', guards.insecure(window.location)],
    ] as const satisfies readonly (readonly [ErrorCode, boolean])[]
  ).find(([, holds]) => holds)?.[0];
