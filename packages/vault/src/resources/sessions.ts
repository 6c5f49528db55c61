import type { contract, Handlers, Wire } from '@tessera/contract';
import { may, rulesOf } from '../access/access.ts';
import { newNonce, newSessionKey } from '../access/api-key.ts';
import type { Caller } from '../access/authenticate.ts';
import { type Grant, type Grants, isGrantable, permissionsOn } from '../access/grants.ts';
import type { ImpactLevel } from '../access/permissions.ts';
import { disclose, type Reach, rulesFor } from '../access/rules.ts';
import {
  alreadyAuthorized,
  authorizeSession,
  findSessionByNonce,
  insertSession,
  type Session,
  sessionLife,
} from '../access/sessions.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween, type Facts } from '../audit/changes.ts';
import type { Context } from '../context.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime, wireTime } from '../times.ts';
import { findToken } from '../tokens/queries.ts';
import { asPermitted, type Reader, tokenNotFound } from '../tokens/reader.ts';
import type { Token } from '../tokens/token.ts';
import { isMasked } from '../tokens/view.ts';
import { type Wish, wishesOf } from './session-wishes.ts';

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

/** Throws 400 for a permission that no session can be given. */
const assertGrantable = ({ asked, permissionsAt }: Wish): void => {
  const unknown = asked.findIndex((permission) => !isGrantable(permission));
  if (unknown < 0) return;
  throw invalid(
    `${permissionsAt}.${unknown}`,
    'Sessions can be given token:read, token:update, and permissions to read or update one class of tokens.',
  );
};

const tooMuch = (missing: string) =>
  new ApiError('forbidden', `A session can be given no more than the key itself may do; this needs ${missing}.`);

/**
 * Checks a request for the tokens in a container: the server must be able to do this with some of them. With which, is judged at each use,
 * where a session never does what its server may not. Throws 403.
 */
const grantWithin = (caller: Caller, { about, asked, masked }: Wish): Grant => {
  const { container = '/' } = about;
  const near = (reach: Reach) =>
    !('container' in reach) || reach.container.startsWith(container) || container.startsWith(reach.container);
  const mayGiveSome = (permission: string): boolean => {
    const operation = permission.endsWith(':update') ? 'update' : 'read';
    const some = rulesFor(rulesOf(caller), operation).filter(({ reach }) => near(reach));
    return some.some(({ transform }) => operation === 'update' || masked || transform === 'reveal');
  };
  const missing = asked.find((permission) => !mayGiveSome(permission));
  if (missing !== undefined) throw tooMuch(`${missing} for ${container}`);
  return { ...about, permissions: asked, masked };
};

/** Checks a request for one token against what the server itself may do with it. Throws 400, 403 or 404. */
const grantOf = async (services: Services, { caller, effort }: Reader, wish: Wish, id: string): Promise<Grant> => {
  // Its value is let go at once, so it occupies nothing.
  const light = { reserve: (steps: number) => effort.reserve(steps), occupy: () => undefined };
  const token = await findToken(services, { caller, effort: light }, id);
  const permissions = token ? permissionsOn(token.privacy, wish.asked) : [];
  if (!token || (asPermitted(caller, token) === 'hide' && !may(caller, 'update', token))) throw tokenNotFound();
  if (permissions.length === 0) throw invalid(wish.at, 'None of the permissions is about tokens of its class.');
  const missing = permissions.find((permission) => !mayGive(caller, token, permission, wish.masked));
  if (missing !== undefined) throw tooMuch(missing);
  return { ...wish.about, id: token.id, permissions, masked: wish.masked };
};

const grantsOf = async (services: Services, reader: Reader, request: Wire['AuthorizeSession']): Promise<Grants> => {
  const grants: Grant[] = [];
  const named = new Set<string>();
  for (const wish of wishesOf(request)) {
    const { about } = wish;
    assertGrantable(wish);
    const grant =
      about.id === undefined ? grantWithin(reader.caller, wish) : await grantOf(services, reader, wish, about.id);
    const name = JSON.stringify([grant.id, grant.container, grant.below]);
    if (named.has(name)) throw invalid(wish.at, 'This is named twice.');
    named.add(name);
    grants.push(grant);
  }
  return grants;
};

/** When an authorized session ends: at the requested time, but never later than it would end without one. */
const endOf = (session: Session, asked: string | undefined, now: number): number => {
  if (asked === undefined) return session.expiresAt;
  const time = readTime(asked);
  if (!(time > now)) throw invalid('expires_at', 'Must lie in the future.');
  if (time > now + sessionLife) throw invalid('expires_at', 'At most three minutes ahead.');
  return Math.min(time, session.expiresAt);
};

const nothingGiven: Facts = { shown: { grants: [] }, named: {} };

/** A grant as entries of the audit log tell of it. */
const grantShown = ({ permissions, masked, ...reach }: Grant): string =>
  [JSON.stringify(reach), ...permissions, ...(masked ? ['masked'] : [])].join(' ');

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
      const given = changesBetween(nothingGiven, { shown: { grants: grants.map(grantShown) }, named: {} });
      const answer = {};
      const failed = await commit(
        [authorizeSession(granted, grants, { by: caller, now }), audit(caller, 'update', session.id, given)],
        { answer },
      );
      if (failed === alreadyAuthorized) throw conflict();
      return answer;
    },
  };
};
