import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { askLife, confirmReveal, findReveal, insertReveal, type Reveal, showLife } from '../operators/reveals.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';
import { checkTouch, touchOptions, touchRefused } from './touch.ts';
import { approvedReason, takeApproval } from './two-person.ts';
import { visibleToken } from './visible-token.ts';

const ended = () => new ApiError('not-found', 'There is no such reveal of yours, or it has ended. Ask for it again.');

const unframed = () =>
  new ApiError(
    'not-offered',
    'Values are shown in frames of the vault, and the console does not know its origin. Start the vault with --public-url.',
  );

/** Everything that a touch confirms. */
const purposeOf = ({ tenantId, tokenId, reason }: Reveal, nonce: string) =>
  ['reveal', tenantId, tokenId, reason, nonce] as const;

/** Showing values to operators. The value itself goes from the vault to its own frame, and never comes by here. */
export const revealsOf = (services: ConsoleServices): Handlers<typeof consoleContract.reveals, ConsoleContext> => {
  const { store, keyring, clock, newId, origin, vaultOrigin, guards } = services;

  /** What the session has asked for and not confirmed yet. Throws 404. */
  const asked = async (id: string, tenantId: string, { session }: SignedIn): Promise<Reveal> => {
    const reveal = await findReveal(store, keyring, id, clock());
    if (!reveal || reveal.tenantId !== tenantId || !guards.ownSession(reveal, session)) throw ended();
    if (reveal.nonce !== undefined) throw ended();
    return reveal;
  };

  return {
    prepare: async ({ identify, tenant: tenantOf, body: { token_id: named, reason } }) => {
      if (vaultOrigin === undefined) throw unframed();
      const { operator, session } = await identify();
      const tenant = await tenantOf();
      const token = await visibleToken(services, { operator, tenant }, named);
      const deed = { tenantId: tenant.id, act: 'reveal', subject: token.id } as const;
      const approved = await approvedReason(services, operator, deed);
      const reveal: Reveal = {
        ...{ id: newId(), tenantId: tenant.id, sessionId: session.id, operatorId: operator.id, tokenId: token.id },
        // What was approved is what stands in the log.
        ...{ page: origin, reason: approved ?? reason, nonce: undefined, expiresAt: clock() + askLife },
      };
      await store.commit(insertReveal(keyring, reveal));
      const { id, expiresAt } = reveal;
      return { id, frame: `${vaultOrigin}/reveals/${id}`, expires_at: wireTime(expiresAt) };
    },

    options: async ({ identify, tenant, body: { id, nonce } }) => {
      const known = await identify();
      return await touchOptions(services, known, purposeOf(await asked(id, (await tenant()).id, known), nonce));
    },

    create: async ({ identify, tenant, body: { id, nonce, response } }) => {
      const known = await identify();
      const reveal = await asked(id, (await tenant()).id, known);
      const touched = await checkTouch(services, known, response, purposeOf(reveal, nonce));
      const { tenantId, tokenId } = reveal;
      const taken = await takeApproval(services, known, { tenantId, act: 'reveal', subject: tokenId });
      const expiresAt = clock() + showLife;
      const failed = await store.commit([...touched, ...taken, confirmReveal(keyring, reveal, { nonce, expiresAt })]);
      if (failed !== undefined) throw touchRefused();
      return { expires_at: wireTime(expiresAt) };
    },
  };
};
