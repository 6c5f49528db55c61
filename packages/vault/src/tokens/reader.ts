import type { Caller } from '../access/authenticate.ts';
import { type Disclosure, disclose, readable, restrict } from '../access/privacy.ts';
import type { Json } from '../expressions/json.ts';
import { ApiError } from '../problem.ts';
import type { World } from '../world.ts';
import { auditToken } from './audit-token.ts';
import { findToken, listTokens, type TokenFilter } from './queries.ts';
import type { Token } from './token.ts';
import { disclosedData, isMasked } from './view.ts';

/** A token a caller may see, with what it sees of the data; `undefined` where the data is redacted. */
export interface Reading {
  token: Token;
  how: Disclosure;
  data: Json | undefined;
}

export const tokenNotFound = () => new ApiError('not-found', 'There is no token with this id that this key may see.');

/** What a caller sees of a token. */
export type Decide = (caller: Caller, token: Token) => Disclosure;

const asPermitted: Decide = ({ permissions }, token) => disclose(permissions, token.privacy, isMasked(token));

/** As the deprecated endpoints have it, which open tokens of type `token` alone, and none that came in encrypted (design §5). */
export const asDecrypted: Decide = (caller, token) => {
  const how = asPermitted(caller, token);
  const opens = token.type === 'token' && token.encryption === undefined;
  return how === 'reveal' && !opens ? restrict(token.privacy.restrictionPolicy, isMasked(token)) : how;
};

const read = (world: World, caller: Caller, token: Token, decide: Decide): Reading => {
  const how = decide(caller, token);
  return { token, how, data: disclosedData(world.keyring.tenant(caller.tenantId), token, how, world.clock()) };
};

/** Writes one audit row per token. Those of plaintext are durable before the answer; the others may wait (design §4). */
const audit = async (world: World, caller: Caller, readings: readonly Reading[]): Promise<void> => {
  const rows = (wanted: readonly Reading[]) =>
    wanted.map(({ token }) => auditToken(world, token, 'read', caller.applicationId));
  const plain = readings.filter(({ how }) => how === 'reveal');
  if (plain.length > 0) await world.store.commit(rows(plain));
  await world.reads.add(rows(readings.filter(({ how }) => how !== 'reveal')));
  await world.active.add(readings.map(({ token }) => token));
  for (const { token, how } of readings) world.metrics.tokenRead(token.type, how);
};

/**
 * One token. Throws 404 when it is not there, hidden, or of another type than the endpoint is about, and does not say which.
 */
export const readToken = async (
  world: World,
  caller: Caller,
  id: string,
  only?: readonly Token['type'][],
  decide = asPermitted,
): Promise<Reading> => {
  const token = await findToken(world.store, caller.tenantId, id, world.clock());
  if (!token || (only && !only.includes(token.type))) throw tokenNotFound();
  if (decide(caller, token) === 'hide') throw tokenNotFound();
  const reading = read(world, caller, token, decide);
  await audit(world, caller, [reading]);
  return reading;
};

/** A page of the tokens that a caller may see. */
export const readTokens = async (
  world: World,
  caller: Caller,
  filter: Omit<TokenFilter, 'classifications'>,
  page: { limit: number; offset: number },
  decide = asPermitted,
): Promise<{ total: number; readings: Reading[] }> => {
  const classifications = readable(caller.permissions);
  const { total, tokens } = await listTokens(
    world.store,
    caller.tenantId,
    world.clock(),
    { ...filter, classifications },
    page,
  );
  const readings = tokens.map((token) => read(world, caller, token, decide));
  await audit(world, caller, readings);
  return { total, readings };
};
