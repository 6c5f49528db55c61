import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { json } from 'node:stream/consumers';
import { certificateAuthority } from '../packages/vault/src/egress/testing/certificates.ts';
import type { Charge } from './order-book.ts';

/** A test number that this acquirer declines, like those that real acquirers publish. */
const declined = '4000000000000002';

const longest = 10_000;

interface ChargeRequest {
  card?: { number?: string; cvc?: string };
  bank?: { routing_number?: string; account_number?: string };
}

/** Describes what this acquirer received without repeating any of it. */
const describe = ({ card, bank }: ChargeRequest): string | undefined => {
  const count = (text: string | undefined) =>
    /^\d+$/.test(text ?? '') ? text?.length : 0;
  if (card && count(card.number))
    return `${count(card.number)} digits, and a code of ${count(card.cvc)}`;
  if (bank && count(bank.account_number)) return `${count(bank.account_number)} digits`;
  return undefined;
};

/** Plays the company that moves the money: it receives real card numbers over TLS, and charges once per idempotency key. */
export const createAcquirer = (): { server: Server; authority: string } => {
  const authority = certificateAuthority('Slow Kiln demo acquirer');
  const year = 365 * 24 * 60 * 60 * 1000;
  const charges = new Map<string, Charge>();

  const charge = (
    body: ChargeRequest,
    key: string,
  ): { status: number; body: object } => {
    const received = describe(body);
    if (received === undefined)
      return { status: 422, body: { error: 'There is no number in this.' } };
    if (body.card?.number === declined)
      return { status: 402, body: { error: 'Declined.' } };
    const known = charges.get(key);
    const made = known ?? {
      id: `ch_${randomUUID().slice(0, 8)}`,
      status: 'approved',
      received,
    };
    charges.set(key, made);
    return { status: 201, body: made };
  };

  const server = createServer(
    authority.issue(['localhost'], { until: Date.now() + year }),
    async (request, response) => {
      const isCharge = request.method === 'POST' && request.url === '/charges';
      const isShort = Number(request.headers['content-length']) <= longest;
      const body: unknown =
        isCharge && isShort && (await json(request).catch(() => undefined));
      const key = String(request.headers['idempotency-key'] ?? randomUUID());
      const answer =
        typeof body === 'object' && body !== null
          ? charge(body, key)
          : { status: 404, body: { error: 'POST /charges, in JSON.' } };
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
    },
  );
  return { server, authority: authority.cert };
};
