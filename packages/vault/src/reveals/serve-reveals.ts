import { createHash } from 'node:crypto';
import { readJson } from '../http/body.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { findSessionById, idleEnd } from '../operators/operator-sessions.ts';
import { findReveal, type Reveal, takeReveal } from '../operators/reveals.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditRead } from '../tokens/audit-token.ts';
import { findToken } from '../tokens/queries.ts';
import { openLasting } from '../tokens/seal.ts';
import { revealDocument } from './reveal-document.ts';

/** Where frames that show values to operators are, on the origin of the vault. */
export const revealRoot = '/reveals/';

/** Checks between a value and whoever asks for it; tests take single ones away, to show that they are needed. */
export interface RevealGuards {
  /** Whether who asks has the secret of the frame that the operator has confirmed. */
  ownFrame(reveal: Reveal, key: string): boolean;
}

export const revealGuards: RevealGuards = {
  ownFrame: ({ nonce }, key) => nonce === createHash('sha256').update(key).digest('base64url'),
};

export type RevealServices = Pick<Services, 'store' | 'keyring' | 'clock' | 'active' | 'metrics'>;

/** The same for one that never was: nobody learns which there are. */
const ended = () => new ApiError('not-found', 'This value is not shown any more. Ask for it again in the console.');

/** Headers of a value: no other origin may read it, and nothing keeps it. */
const valueHeaders = {
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** A request, where it comes from, and its trace id. */
interface Asked {
  request: VaultRequest;
  address: string;
  trace: string;
}

/** Bytes of what a frame asks with. Anybody may call here, so no more is read. */
const mostAsked = 256;

const keyIn = (body: unknown): string => {
  const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
  if (typeof key !== 'string' || !/^[\w-]{43}$/.test(key)) throw ended();
  return key;
};

/**
 * Shows values to operators of the console. `GET` gives the document of a reveal that was asked for and waits for a touch of the passkey.
 * `POST` gives that document the value: once, after the touch, and recorded in the same write that takes the reveal out of use. Card
 * verification codes are never shown (PCI DSS 3.3.1).
 */
export const serveReveals = (
  { script, ...services }: RevealServices & { script: string | undefined },
  guards: RevealGuards = revealGuards,
) => {
  const { store, keyring, clock, active, metrics } = services;

  const show = async ({ request, address, trace }: Asked, id: string): Promise<VaultResponse> => {
    const key = keyIn((await readJson(request, { most: mostAsked })).value);
    const reveal = await findReveal(store, keyring, id, clock());
    if (reveal?.nonce === undefined || !guards.ownFrame(reveal, key)) throw ended();
    const { tenantId, operatorId, tokenId, reason } = reveal;
    // There is none of an operator who was revoked.
    const asker = await findSessionById(store, keyring, reveal.sessionId);
    if (!asker || clock() >= idleEnd(asker.session) || !keyring.has(tenantId)) throw ended();
    // One value, which is let go when it is written: it occupies nothing for long.
    const effort = { reserve: async () => undefined, occupy: () => undefined };
    const token = await findToken(services, { caller: { tenantId }, effort }, tokenId);
    if (!token) throw new ApiError('not-found', 'The token was deleted meanwhile, or has expired.');
    const data = openLasting(keyring.tenant(tenantId), token);
    const actor = { actorId: operatorId, origin: { from: address, trace } };
    const failed = await store.commit([takeReveal(keyring, reveal), auditRead(services, token, actor, reason)]);
    if (failed !== undefined) throw ended();
    await active.add([token]);
    metrics.tokenRead(token.type, 'reveal');
    return { status: 200, headers: valueHeaders, body: JSON.stringify({ type: token.type, data }) };
  };

  const document = async (id: string): Promise<VaultResponse> => {
    const reveal = await findReveal(store, keyring, id, clock());
    if (!reveal || reveal.nonce !== undefined || script === undefined) throw ended();
    return revealDocument(script, reveal.page);
  };

  return async (asked: Asked, path: string): Promise<VaultResponse> => {
    const { request } = asked;
    const id = path.slice(revealRoot.length);
    if (request.method === 'GET') return await document(id);
    if (request.method === 'POST') return await show(asked, id);
    throw new ApiError('method-not-allowed', 'This path answers to GET and POST.', { headers: { Allow: 'GET, POST' } });
  };
};
