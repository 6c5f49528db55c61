import type { Wire } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.

/**
 * An API key and what it may do. `key` is present only in the answers to creating the application and to regenerating its key.
 *
 * @example
 * ```ts
 * import type { Application } from '@tessera/client';
 *
 * const { type, permissions }: Application = await bt.applications.retrieveByKey();
 * ```
 */
export interface Application extends Camelized<Wire['Application']> {}

/**
 * An API key of an application. `key`, its secret, is present only in the answer to creating it.
 *
 * @example
 * ```ts
 * import type { ApplicationKey } from '@tessera/client';
 *
 * const replaceKey = async (application: string, old: ApplicationKey) => {
 *   const { key } = await bt.applicationKeys.create(application);
 *   // Put the new key in place here. Both work until the old one is deleted.
 *   await bt.applicationKeys.delete(application, old.id);
 *   return key;
 * };
 * ```
 */
export interface ApplicationKey extends Camelized<Wire['ApplicationKey']> {}

/**
 * A token of type `bank` in the form of `/atomic/banks`: masked, or in plaintext for keys that may read it.
 *
 * @example
 * ```ts
 * import type { AtomicBank } from '@tessera/client';
 *
 * const bank = { routingNumber: '021000021', accountNumber: '1234567890' };
 * const stored: AtomicBank = await bt.atomicBanks.create({ bank });
 * stored.bank.accountNumber; // 'XXXXXX7890'
 * ```
 */
export interface AtomicBank extends Camelized<Wire['AtomicBank']> {}

/**
 * A token of type `card` in the form of `/atomic/cards`: masked, or in plaintext for keys that may read it.
 *
 * @example
 * ```ts
 * import type { AtomicCard } from '@tessera/client';
 *
 * const card = { number: '4242424242424242', expirationMonth: 12, expirationYear: 2030 };
 * const stored: AtomicCard = await bt.atomicCards.create({ card });
 * stored.card.number; // 'XXXXXXXXXXXX4242'
 * ```
 */
export interface AtomicCard extends Camelized<Wire['AtomicCard']> {}

/**
 * What is known of cards by the first digits of their numbers: `null` where the vault does not know.
 *
 * @example
 * ```ts
 * import type { BinDetails } from '@tessera/client';
 *
 * const { funding, issuer }: BinDetails = await bt.enrichments.cardDetails({ bin: '42424242' });
 * ```
 */
export interface BinDetails extends Camelized<Wire['BinDetails']> {}

/**
 * A key for client-side encryption: its id and its public half. `encrypt` of `@tessera/client/encrypt` takes both.
 *
 * @example
 * ```ts
 * import type { ClientKey } from '@tessera/client';
 *
 * const { keyId, expiresAt }: ClientKey = await bt.keys.create({});
 * ```
 */
export interface ClientKey extends Camelized<Wire['ClientKey']> {}

/**
 * An entry of the audit log: who (`actorId`) did what (`operation`) to which object (`entityType`, `entityId`), and when.
 *
 * @example
 * ```ts
 * import type { Log } from '@tessera/client';
 *
 * const { data } = await bt.logs.list({ entityType: 'card', size: 5 });
 * const lines = data.map(({ createdAt, message }: Log) => `${createdAt} ${message}`);
 * ```
 */
export interface Log extends Camelized<Wire['Log']> {}

/**
 * A kind of object that the audit log can be filtered by.
 *
 * @example
 * ```ts
 * import type { LogEntityType } from '@tessera/client';
 *
 * const kinds: LogEntityType[] = await bt.logs.listEntityTypes();
 * kinds.some(({ value }) => value === 'card'); // true
 * ```
 */
export interface LogEntityType extends Camelized<Wire['LogEntityType']> {}

/**
 * A permission, and the types of application that may hold it.
 *
 * @example
 * ```ts
 * import type { Permission } from '@tessera/client';
 *
 * const forPages: Permission[] = await bt.permissions.list({ applicationType: 'elements' });
 * forPages.every(({ type }) => type.endsWith(':create')); // true
 * ```
 */
export interface Permission extends Camelized<Wire['Permission']> {}

/**
 * A stored proxy: a destination with what is done to the requests that go there and to its answers. Keys of `configuration` are exactly as
 * the proxy has them, and so is the token that a transform describes.
 *
 * @example
 * ```ts
 * import type { StoredProxy } from '@tessera/client';
 *
 * const { data } = await bt.proxies.list({ name: 'partner' });
 * const open = data.filter(({ requireAuth }: StoredProxy) => !requireAuth);
 * ```
 */
export interface StoredProxy extends Camelized<Wire['StoredProxy']> {}

/**
 * JavaScript code that runs inside the vault on the data of tokens, with the settings and request parameters it declares.
 *
 * @example
 * ```ts
 * import type { ReactorFormula } from '@tessera/client';
 *
 * const { data } = await bt.reactorFormulas.list({ sourceTokenType: 'card' });
 * const names = data.map(({ name, configuration }: ReactorFormula) => `${name}: ${configuration.length} settings`);
 * ```
 */
export interface ReactorFormula extends Camelized<Wire['ReactorFormula']> {}

/**
 * A formula, or code of its own, together with a configuration. Keys of `configuration` are the names of the settings, exactly as the formula has them.
 *
 * @example
 * ```ts
 * import type { Reactor } from '@tessera/client';
 *
 * const { data } = await bt.reactors.list({ name: 'charge' });
 * const formulas = data.map(({ formula, code }: Reactor) => formula?.name ?? code);
 * ```
 */
export interface Reactor extends Camelized<Wire['Reactor']> {}

/**
 * What a formula returned: `raw` as it is, and `tokens` with tokens in place of the values.
 *
 * @example
 * ```ts
 * import type { ReactResponse } from '@tessera/client';
 *
 * const charge = async (reactor: string, token: string): Promise<ReactResponse['raw']> => {
 *   const { raw } = await bt.reactors.react(reactor, { args: { card: `{{ ${token} }}` } });
 *   return raw;
 * };
 * ```
 */
export interface ReactResponse extends Camelized<Wire['ReactResponse']> {}

/**
 * A reaction that runs after the answer.
 *
 * @example
 * ```ts
 * import type { AsyncReactResponse } from '@tessera/client';
 *
 * const resultOf = (reactor: string, { asyncReactorRequestId }: AsyncReactResponse) =>
 *   bt.reactors.retrieveResult(reactor, asyncReactorRequestId);
 * ```
 */
export interface AsyncReactResponse extends Camelized<Wire['AsyncReactResponse']> {}

/**
 * A session as the vault answers it to the frame that opened it. Pages open sessions with `bt.sessions.create()` of `@tessera/js`,
 * which gives them `nonce` and `expiresAt` alone.
 *
 * @example
 * ```ts
 * import type { Session } from '@tessera/client';
 *
 * const hasEnded = ({ expiresAt }: Session) => Date.parse(expiresAt) <= Date.now();
 * ```
 */
export interface Session extends Camelized<Wire['Session']> {}
