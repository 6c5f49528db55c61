import { EgressError, type EgressFault } from '../egress/egress-error.ts';
import { ApiError, type ProblemType } from '../problem.ts';

/** What callers are told of each way in which a request can fail. */
const problems: Readonly<Record<EgressFault, ProblemType>> = {
  url: 'proxy-request',
  request: 'proxy-request',
  'not-allowed': 'destination-not-allowed',
  address: 'destination-not-allowed',
  busy: 'rate-limited',
  timeout: 'destination-timeout',
  aborted: 'destination-failed',
  answer: 'destination-failed',
  connect: 'destination-failed',
  resolve: 'destination-failed',
  tls: 'destination-failed',
  'too-large': 'destination-failed',
};

/** A failure of a request to the outside in the form in which it is answered; other errors stay as they are. */
export const asApiError = (error: unknown): unknown =>
  error instanceof EgressError
    ? new ApiError(
        problems[error.kind],
        error.message,
        error.kind === 'busy' ? { headers: { 'Retry-After': '1' } } : {},
      )
    : error;

/** Failures after which a destination may have read the request. */
const afterwards: ReadonlySet<EgressFault> = new Set(['timeout', 'aborted', 'answer', 'too-large']);

/** Whether a request that failed may have reached its destination. */
export const mayHaveLeft = (error: unknown): boolean => !(error instanceof EgressError) || afterwards.has(error.kind);
