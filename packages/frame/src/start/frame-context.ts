/** What a frame is started with: its window, and what the server wrote into its document. */
export interface FrameContext {
  readonly window: Window & { readonly origin: string };
  /** The name of the running script, which contains the hash of its content. */
  readonly build: string;
  /** Which pages may embed frames, as sources of `frame-ancestors`. */
  readonly pageOrigins: readonly string[];
  /** The origins from which pages may have fonts loaded. */
  readonly fontOrigins: readonly string[];
  /** Whether the operator allows pages to send expressions over data. */
  readonly takesExpressions: boolean;
  readonly clock: () => Date;
}
