/** What kept a request from being made or answered. */
export type EgressFault =
  /** The URL is not one that requests may go to. */
  | 'url'
  /** Method or headers cannot be sent. */
  | 'request'
  /** The operator's list leaves the host out. */
  | 'not-allowed'
  /** The name leads to an address that is not public. */
  | 'address'
  /** The tenant has as many requests under way as it may have. */
  | 'busy'
  | 'resolve'
  | 'connect'
  | 'tls'
  | 'timeout'
  /** The request or the answer is larger than its cap. */
  | 'too-large'
  /** What came back is no complete HTTP answer. */
  | 'answer'
  /** Whoever asked gave up. */
  | 'aborted';

/**
 * The only thing that requests to the outside throw. The message is for the caller of the vault: it names the host at most, never
 * an address that a name led to, a path, a header or a value.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly kind: EgressFault;

  constructor(kind: EgressFault, message: string) {
    super(message);
    this.kind = kind;
  }
}
