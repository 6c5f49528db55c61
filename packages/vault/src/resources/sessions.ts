import type { contract, Handlers, Wire } from '@tessera/contract';
import { may, rulesOf } from '../access/access.ts';
import { newNonce, newSessionKey } from '../access/api-key.ts';
import type { Caller } from '../access/authenticate.ts';
import { type Grant, type Grants, isGrantable, permissionsOn } from '../access/grants.ts';
import type { ImpactLevel } from '../access/permissions.ts';
import { disclose } from '../access/rules.ts';
import {
  alreadyAuthorized,
  authorizeSession,
  findSessionByNonce,
  insertSession,
  type Session,
  sessionLife,
} from '../access/sessions.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime, wireTime } from '../times.ts';
import { findToken } from '../tokens/queries.ts';
import { asPermitted, type Reader, tokenNotFound } from '../tokens/reader.ts';
import type { Token } from '../tokens/token.ts';
import { isMasked } from '../tokens/view.ts';

type Request = Wire['AuthorizeSession'];

/** One token in a request, the permissions requested for it, and the path of the property that names it. */
interface Wish {
  token: string;
  asked: readonly string[];
  masked: boolean;
  at: string;
  permissionsAt: string;
}

const wishesOf = ({ tokens = [], permissions = [], rules = [] }: Request): Wish[] => [
  ...tokens.map((token, index) => ({
    token,
    asked: permissions,
    masked: false,
    at: `tokens.${index}`,
    permissionsAt: 'permissions',
  })),
  ...rules.flatMap(({ conditions, permissions: asked, transform }, index) =>
    conditions.map(({ value }) => ({
      token: value,
      asked,
      masked: transform === 'mask',
      at: `rules.${index}.conditions.0.value`,
      permissionsAt: `rules.${index}.permissions`,
    })),
  ),
];

/**
 * Whether a server may give a session a permission on a token. Who may not read it in plaintext may still give it masked, where it sees
 * it so. A level above that of the token asks for as much as reading a token of that level would.
 */
const mayGive = (caller: Caller, token: Token, permission: string, masked: boolean): boolean => {
  const [, , operation, level] = permission.split(':');
  if (operation === 'update') return may(caller, 'update', token);
  const place = { ...token, privacy: { ...token.privacy, impactLevel: level as ImpactLevel } };
  const how = disclose(rulesOf(caller), 'read', place, isMasked(token));
  return masked ? how !== 'hide' : how === 'reveal';
};

/** Checks a request for one token against what the server itself may do with it. Throws 400, 403 or 404. */
const grantOf = async (
  services: Services,
  { caller, effort }: Reader,
  wish: Wish,
): Promise<[id: string, grant: Grant]> => {
  const unknown = wish.asked.findIndex((permission) => !isGrantable(permission));
  if (unknown >= 0) {
    throw invalid(
      `${wish.permissionsAt}.${unknown}`,
      'Sessions can be given token:read, token:update, and permissions to read or update one class of tokens.',
    );
  }
  // Its value is let go at once, so it occupies nothing.
  const { reserve } = effort;
  const token = await findToken(services, { caller, effort: { reserve, occupy: () => undefined } }, wish.token);
  const permissions = token ? permissionsOn(token.privacy, wish.asked) : [];
  if (!token || (asPermitted(caller, token) === 'hide' && !may(caller, 'update', token))) throw tokenNotFound();
  if (permissions.length === 0) throw invalid(wish.at, 'None of the permissions is about tokens of its class.');
  const missing = permissions.find((permission) => !mayGive(caller, token, permission, wish.masked));
  if (missing !== undefined) {
    throw new ApiError(
      'forbidden',
      `A session can be given no more than the key itself may do; this needs ${missing}.`,
    );
  }
  return [token.id, { permissions, masked: wish.masked }];
};

const grantsOf = async (services: Services, reader: Reader, request: Request): Promise<Grants> => {
  const grants = new Map<string, Grant>();
  for (const wish of wishesOf(request)) {
    const [id, grant] = await grantOf(services, reader, wish);
    if (grants.has(id)) throw invalid(wish.at, 'This token is named twice.');
    grants.set(id, grant);
  }
  return Object.fromEntries(grants);
};

/** When an authorized session ends: at the requested time, but never later than it would end without one. */
const endOf = (session: Session, asked: string | undefined, now: number): number => {
  if (asked === undefined) return session.expiresAt;
  const time = readTime(asked);
  if (!(time > now)) throw invalid('expires_at', 'Must lie in the future.');
  if (time > now + sessionLife) throw invalid('expires_at', 'At most three minutes ahead.');
  return Math.min(time, session.expiresAt);
};

export const sessions = (services: Services): Handlers<typeof contract.sessions, Context> => {
  const { store, keyring, clock, random } = services;
  const audit = auditOf(services, 'session');

  return {
    create: async ({ caller, page, commit }) => {
      if (caller.type !== 'elements') {
        throw new ApiError(
          'elements-key-required',
          `Use the key of an application of type elements, not ${caller.type}.`,
        );
      }
      if (page === undefined) {
        throw new ApiError('frame-required', 'Call sessions.create() of the SDK, which opens one inside a frame.');
      }
      const now = clock();
      const [key, nonce] = [newSessionKey(random), newNonce(random)];
      const session: Session = {
        id: services.newId(),
        tenantId: caller.tenantId,
        applicationId: caller.applicationId,
        openedWith: caller.keyId,
        page,
        expiresAt: now + sessionLife,
        grants: undefined,
      };
      const hashes = { keyHash: keyring.hashApiKey(key), nonceHash: keyring.hashApiKey(nonce), createdAt: now };
      const answer = { session_key: key, nonce, expires_at: wireTime(session.expiresAt) };
      await commit([insertSession(session, hashes), audit(caller, 'create', session.id)], {
        answer,
        until: session.expiresAt,
      });
      return answer;
    },

    authorize: async ({ body, ...context }) => {
      const { caller, commit } = context;
      if (caller.type !== 'server_to_server' && caller.type !== 'private') {
        throw new ApiError(
          'forbidden',
          'Authorize sessions on your server, with a key of type server_to_server or private.',
        );
      }
      const now = clock();
      const session = await findSessionByNonce(store, caller.tenantId, keyring.hashApiKey(body.nonce), now);
      if (!session) throw new ApiError('not-found', 'There is no session with this nonce, or it has ended.');
      const conflict = () => new ApiError('conflict', 'This session is authorized already; open another.');
      if (session.grants) throw conflict();
      const granted = { ...session, expiresAt: endOf(session, body.expires_at, now) };
      const grants = await grantsOf(services, context, body);
      const answer = {};
      const failed = await commit(
        [authorizeSession(granted, grants, { by: caller, now }), audit(caller, 'update', session.id)],
        { answer },
      );
      if (failed === alreadyAuthorized) throw conflict();
      return answer;
    },
  };
};
