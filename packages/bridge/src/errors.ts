import type { FieldError, Sealed } from './protocol.ts';

/**
 * Every way in which an element can fail, and what to do about it. Frames send the code; the text stays on the page,
 * which therefore never shows a sentence that was put together beside a value.
 */
export const errorTexts = {
  'already-mounted': 'Call `unmount()` first.',
  'api-error': 'The vault refused the request: see `status` and `data`.',
  'api-key-not-allowed': 'Elements use the key they were made with: leave out `apiKey`.',
  'base-url-mismatch': 'Elements need `apiBaseUrl` to be on their own origin.',
  'capability-not-allowed': 'This property could reveal a value: leave it out.',
  'class-too-low': 'These elements need a token of their class, with impact level high.',
  'frame-insecure': 'Elements need https: serve the vault over https.',
  'frame-lost': 'The iframe was moved, reloaded or removed: call `mount()` again.',
  'frame-opaque-origin': 'The frame has no origin: remove `sandbox` from the page and the iframes around it.',
  'frame-same-origin': 'The page is on the origin of the vault: serve it from another origin.',
  'frame-top-level': 'Elements only work inside a page.',
  'frame-unreachable':
    'The frame did not answer: check that the vault is running, that its allowed origins name this page, and that the ' +
    'Content-Security-Policy of this page names the vault under `frame-src`.',
  'internal-error': 'The element failed unexpectedly.',
  'invalid-option': 'This option has no such value.',
  'invalid-payload': 'The payload is too large, too deep, or not JSON.',
  'key-missing': 'Elements need a key of type `elements`: pass it to `init()`.',
  'key-not-elements': 'Elements need a key of type `elements`.',
  'key-refused': 'The vault does not know this key.',
  'method-not-allowed': 'Elements are not accepted here.',
  'mount-target-missing': 'Nothing in the document matches what `mount()` was given.',
  'not-initialized': 'Call `init()` first, and wait for it.',
  'not-mounted': 'Call `mount()` first, and wait for it.',
  'origin-not-allowed': 'The vault does not accept this page: name its origin in the allowed origins.',
  'origin-not-pinned': 'The page is pinned to another tenant: name that of the key in the allowed origins.',
  'reference-not-allowed': 'Elements may only stand under `data`, `card` or `bank`.',
  'sibling-mismatch': 'The elements of a payload must share page, key and origin.',
  'sibling-unreachable': 'These elements cannot reach each other: use the one-frame `card`.',
  timeout: 'The frame took too long to answer: try again.',
  'too-many-calls': 'The page calls faster than the element answers: leave out calls that change nothing.',
  'unknown-element-type': 'There is no such element.',
  'unknown-event': 'There is no such event.',
  'validation-error': 'Some elements are incomplete or wrong: see `details`.',
  'vault-unreachable': 'The vault cannot be reached: nothing was lost, try again.',
  'version-mismatch': 'The elements come from different builds: reload the page.',
  'wrong-field': 'This property takes only its own element.',
} as const;

export type ErrorCode = keyof typeof errorTexts;

export interface FailureParts {
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  readonly problem?: { readonly status: number; readonly data: unknown };
}

/** What code inside a frame throws on purpose. It is a record, so that nothing is gained by looking at its prototype. */
export class Failure {
  readonly code: ErrorCode;
  readonly parts: FailureParts;

  constructor(code: ErrorCode, parts: FailureParts = {}) {
    this.code = code;
    this.parts = parts;
  }
}

/** The plain form of anything thrown in a frame. What is not a `Failure` keeps nothing but the fact that it happened. */
export const seal = (thrown: unknown): Sealed =>
  thrown instanceof Failure ? { code: thrown.code, ...thrown.parts } : { code: 'internal-error' };
