import { roles } from '@tessera/contract/console';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { ApiError } from '../problem.ts';
import type { ConsoleServices } from './console-services.ts';
import type { LogHub } from './log-hub.ts';
import type { SignedIn } from './signed-in.ts';
import { tenantInScope, tenantOfCall } from './tenant-of-call.ts';

/** Where the log of a tenant can be followed live. */
export const logStreamPath = '/console/logs/stream';

const needs = 'log:read';

const sinceIn = ({ headers }: VaultRequest): number | undefined => {
  const text = headers.get('Last-Event-ID');
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new ApiError('malformed-request', 'Last-Event-ID is the id of an event of this stream.');
  return Number(text);
};

/**
 * Answers with what is recorded in the log of a tenant from now on, as server-sent events, until the session ends. Reading it does not keep
 * the session alive. Throws what refuses it.
 */
export const streamLogs = async (
  services: Pick<ConsoleServices, 'store' | 'keyring' | 'guards'>,
  hub: LogHub,
  request: VaultRequest,
  /** Says who is signed in, without counting as something that the person does. */
  identify: () => Promise<SignedIn>,
): Promise<VaultResponse> => {
  if (request.method !== 'GET') {
    throw new ApiError('method-not-allowed', 'This path answers to GET.', { headers: { Allow: 'GET' } });
  }
  const { operator } = await identify();
  if (!(roles[operator.role].permissions as readonly string[]).includes(needs)) {
    throw new ApiError('role-forbidden', `This needs a role that has ${needs}; ${operator.role} does not.`);
  }
  const { id: tenantId } = await tenantOfCall(services, operator, request.headers.get('Tessera-Tenant'));
  const alive = async () => {
    try {
      await tenantInScope(services, (await identify()).operator, tenantId);
      return true;
    } catch {
      return false;
    }
  };
  const body = await hub.open({ tenantId, operatorId: operator.id, since: sinceIn(request), alive });
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      // Some proxies hold answers back to send them in larger pieces.
      'X-Accel-Buffering': 'no',
    },
    body,
  };
};
