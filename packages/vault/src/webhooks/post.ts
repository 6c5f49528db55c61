import { EgressError } from '../egress/egress-error.ts';
import { idToText } from '../ids.ts';
import type { Services } from '../services.ts';
import type { DueRow } from './deliveries.ts';
import { eventBody } from './event.ts';
import { signatureHeaders } from './signature.ts';
import type { Subjects } from './subjects.ts';

/** Milliseconds that a receiver has: for the connection, until it answers, and in all. */
const limits = { connect: 5000, answer: 10_000, total: 15_000 };

/** Bytes of an answer that are read, so that the connection can be kept for the next delivery. Nobody looks at them. */
const mostRead = 16_384;

/** How a receiver took a delivery: with which status, and why it does not count as delivered where it does not. */
export interface Reply {
  status: number | undefined;
  fault: string | undefined;
}

const drain = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostRead) return;
  }
};

/**
 * Sends one delivery to its webhook, through the guard of all requests to the outside (docs/architecture.md §2.11), so a name that leads
 * to a private address by now is refused. An answer counts by its status: 2xx is delivered, a redirect is not.
 */
export const post = async (
  { store, keyring, egress, clock }: Pick<Services, 'store' | 'keyring' | 'egress' | 'clock'>,
  subjects: Subjects,
  row: DueRow,
): Promise<Reply> => {
  const tenantId = idToText(row.tenant_id);
  const now = clock();
  const body = await eventBody(store, subjects, row, now);
  const webhook = {
    id: idToText(row.webhook_id),
    keyVersion: row.key_version,
    keyChangedAt: row.key_changed_at ?? undefined,
  };
  try {
    const answer = await egress.fetch({
      tenantId,
      url: row.url,
      method: 'POST',
      headers: [
        ['Content-Type', 'application/json'],
        ['User-Agent', 'Tessera-Webhooks'],
        ['BT-DELIVERY-ID', idToText(row.id)],
        ...signatureHeaders(keyring.tenant(tenantId), webhook, body, now),
      ],
      body,
      limits,
    });
    // The status says it all; what goes wrong behind it changes nothing.
    await drain(answer.body).catch(() => undefined);
    const isTaken = answer.status >= 200 && answer.status < 300;
    return { status: answer.status, fault: isTaken ? undefined : `The answer had status ${answer.status}.` };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return { status: undefined, fault: error.message };
  }
};
