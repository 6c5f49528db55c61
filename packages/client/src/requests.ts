import type { WireInput } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.

/**
 * What a session may do: either `tokens` (ids) with `permissions`, or `rules`. A session lasts three minutes at most.
 *
 * @example
 * ```ts
 * import type { AuthorizeSession } from '@tessera/client';
 *
 * const authorize = (nonce: string, token: string) => {
 *   const body: AuthorizeSession = { nonce, tokens: [token], permissions: ['token:read'] };
 *   return bt.sessions.authorize(body);
 * };
 * ```
 */
export interface AuthorizeSession extends Camelized<WireInput['AuthorizeSession']> {}

/**
 * A new application. `permissions` must be permissions that an application of this type may hold.
 *
 * @example
 * ```ts
 * import type { CreateApplication } from '@tessera/client';
 *
 * const checkout: CreateApplication = { name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] };
 * const { key } = await bt.applications.create(checkout);
 * ```
 */
export interface CreateApplication extends Camelized<WireInput['CreateApplication']> {}

/**
 * The new name and the complete new list of permissions of an application.
 *
 * @example
 * ```ts
 * import type { UpdateApplication } from '@tessera/client';
 *
 * const changes: UpdateApplication = { name: 'Back office', permissions: ['token:general:read:low'] };
 * const { id } = await bt.applications.create({ name: 'Office', type: 'server_to_server' });
 * const { permissions } = await bt.applications.update(id, changes);
 * permissions; // ['token:general:read:low']
 * ```
 */
export interface UpdateApplication extends Camelized<WireInput['UpdateApplication']> {}

/**
 * A key for client-side encryption. Without `expiresAt` it lives for a year, which is the longest.
 *
 * @example
 * ```ts
 * import type { CreateClientKey } from '@tessera/client';
 *
 * const forAYear: CreateClientKey = {};
 * const { publicKeyPem } = await bt.keys.create(forAYear);
 * ```
 */
export interface CreateClientKey extends Camelized<WireInput['CreateClientKey']> {}

/**
 * A bank account to store: a routing number of nine digits, an account number of 3 to 17, both as strings.
 *
 * @example
 * ```ts
 * import type { CreateAtomicBank } from '@tessera/client';
 *
 * const body: CreateAtomicBank = { bank: { routingNumber: '021000021', accountNumber: '1234567890' } };
 * const { id } = await bt.atomicBanks.create(body);
 * ```
 */
export interface CreateAtomicBank extends Camelized<WireInput['CreateAtomicBank']> {}

/**
 * The parts of a stored bank account to replace, at least one.
 *
 * @example
 * ```ts
 * import type { UpdateAtomicBank } from '@tessera/client';
 *
 * const changes: UpdateAtomicBank = { bank: { accountNumber: '9876543210' } };
 * const { id } = await bt.atomicBanks.create({ bank: { routingNumber: '021000021', accountNumber: '1234567890' } });
 * await bt.atomicBanks.update(id, changes);
 * ```
 */
export interface UpdateAtomicBank extends Camelized<WireInput['UpdateAtomicBank']> {}

/**
 * A card to store: a number of 12 to 19 digits, a month from 1 to 12, a year of four digits, a `cvc` of 3 or 4 digits. Only the
 * number is required.
 *
 * @example
 * ```ts
 * import type { CreateAtomicCard } from '@tessera/client';
 *
 * const body: CreateAtomicCard = { card: { number: '4242424242424242', expirationMonth: 12, expirationYear: 2030 } };
 * const { id } = await bt.atomicCards.create(body);
 * ```
 */
export interface CreateAtomicCard extends Camelized<WireInput['CreateAtomicCard']> {}

/**
 * The parts of a stored card to replace, at least one.
 *
 * @example
 * ```ts
 * import type { UpdateAtomicCard } from '@tessera/client';
 *
 * const changes: UpdateAtomicCard = { card: { expirationYear: 2031 } };
 * const { id } = await bt.atomicCards.create({ card: { number: '4242424242424242', expirationYear: 2030 } });
 * const { card } = await bt.atomicCards.update(id, changes);
 * card.expirationYear; // 2031
 * ```
 */
export interface UpdateAtomicCard extends Camelized<WireInput['UpdateAtomicCard']> {}

/**
 * A stored proxy to create, or to put in place of an existing one. `options.token` of a transform is the body of `POST /tokens` as on the
 * wire (`search_indexes`).
 *
 * @example
 * ```ts
 * import type { SaveProxy } from '@tessera/client';
 *
 * const proxy: SaveProxy = {
 *   name: 'Payouts',
 *   destinationUrl: 'https://api.partner.example/v1',
 *   responseTransforms: [{ type: 'mask', matcher: 'regex', expression: '(\\d{12})\\d{4}', replacement: '*' }],
 * };
 * const create = async () => (await bt.proxies.create(proxy)).key;
 * ```
 */
export interface SaveProxy extends Camelized<WireInput['SaveProxy']> {}

/**
 * Changes of a stored proxy. What is left out stays as it is, and null stands for the default.
 *
 * @example
 * ```ts
 * import type { PatchProxy } from '@tessera/client';
 *
 * const changes: PatchProxy = { configuration: { PARTNER_KEY: 'sk_…' } };
 * const rotate = (proxy: string) => bt.proxies.patch(proxy, changes);
 * ```
 */
export interface PatchProxy extends Camelized<WireInput['PatchProxy']> {}

/**
 * A formula to create, or to put in place of an existing one. `code` is a JavaScript module of at most 50,000 characters that exports
 * one function.
 *
 * @example
 * ```ts
 * import type { SaveReactorFormula } from '@tessera/client';
 *
 * const formula: SaveReactorFormula = {
 *   type: 'private',
 *   name: 'Issuer of a card',
 *   sourceTokenType: 'card',
 *   code: 'module.exports = async ({ args }) => ({ raw: { bin: args.card.number.slice(0, 6) } });',
 *   requestParameters: [{ name: 'card', type: 'string' }],
 * };
 * const { id } = await bt.reactorFormulas.create(formula);
 * ```
 */
export interface SaveReactorFormula extends Camelized<WireInput['SaveReactorFormula']> {}

/**
 * A new reactor of an existing formula, or with `code` of its own. `configuration` has a value for each setting that the formula
 * declares.
 *
 * @example
 * ```ts
 * import type { CreateReactor } from '@tessera/client';
 *
 * const formula = await bt.reactorFormulas.create({
 *   ...{ type: 'private', name: 'Charge', sourceTokenType: 'card', code: 'module.exports = async () => ({ raw: 1 });' },
 *   configuration: [{ name: 'SERVICE_API_KEY', type: 'string' }],
 * });
 * const body: CreateReactor = { name: 'Charge', formula: { id: formula.id }, configuration: { SERVICE_API_KEY: 'sk_…' } };
 * const { id } = await bt.reactors.create(body);
 * ```
 */
export interface CreateReactor extends Camelized<WireInput['CreateReactor']> {}

/**
 * Changes of a reactor. What is left out stays as it is; a setting that is null is removed.
 *
 * @example
 * ```ts
 * import type { PatchReactor } from '@tessera/client';
 *
 * const changes: PatchReactor = { configuration: { SERVICE_API_KEY: 'sk_…' } };
 * const rotate = (reactor: string) => bt.reactors.patch(reactor, changes);
 * ```
 */
export interface PatchReactor extends Camelized<WireInput['PatchReactor']> {}

/**
 * The new name and the complete new configuration of a reactor.
 *
 * @example
 * ```ts
 * import type { UpdateReactor } from '@tessera/client';
 *
 * const changes: UpdateReactor = { name: 'Charge', configuration: { SERVICE_API_KEY: 'sk_…' } };
 * const rotateKey = (reactor: string) => bt.reactors.update(reactor, changes);
 * ```
 */
export interface UpdateReactor extends Camelized<WireInput['UpdateReactor']> {}

/**
 * The arguments of a call of a reactor. In strings, `{{ id }}` is replaced by the data of the token with this id.
 *
 * @example
 * ```ts
 * import type { ReactRequest } from '@tessera/client';
 *
 * const body: ReactRequest = { args: { card: '{{ 26818785-547b-4b28-b0fa-531377e99f4e }}', amount: 1999 } };
 * const charge = (reactor: string) => bt.reactors.react(reactor, body);
 * ```
 */
export interface ReactRequest extends Camelized<WireInput['ReactRequest']> {}

/**
 * The arguments of a call of a reactor on one card or bank account.
 *
 * @example
 * ```ts
 * import type { AtomicReactRequest } from '@tessera/client';
 *
 * const charge = (card: string, reactorId: string) => {
 *   const body: AtomicReactRequest = { reactorId, requestParameters: { amount: 1999 } };
 *   return bt.atomicCards.react(card, body);
 * };
 * ```
 */
export interface AtomicReactRequest extends Camelized<WireInput['AtomicReactRequest']> {}
