import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { deletionOf } from '../keys/dual-control/acts.ts';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer, takeApproval } from '../keys/dual-control/proposals.ts';
import type { Keyring } from '../keys/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { approving } from './testing/key-work.ts';

let rig: Rig;
afterEach(() => rig.close());

/** A vault in which deleting a tenant takes two operators of keys, and in the console two of those as well. */
const start = async (wrap?: (keyring: Keyring) => Keyring) => {
  rig = await startRig(wrap && { wrap });
  const console = consoleOf(rig, { twoPerson: ['delete-tenant'] });
  const signer = async (name: string): Promise<Signer> => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: rig.clock() };
    await rig.keyringOptions.store.commit([addOperator(operator)]);
    return { operator, privateKey };
  };
  return { console, alice: await signer('alice'), bob: await signer('bob') };
};

const administrators = async (console: ConsoleRig) => {
  const { tenantId } = rig.acme;
  return [
    await console.operator('administrator', tenantId),
    await console.operator('administrator', tenantId),
  ] as const;
};

const approved = async (console: ConsoleRig, [ada, bo]: Awaited<ReturnType<typeof administrators>>) => {
  const { ask, give } = approving(console);
  const { body } = await ask(ada, 'delete-tenant', rig.acme.tenantId);
  expect((await give(bo, body.id)).status).toBe(200);
};

const agreed = async (alice: Signer, bob: Signer) => {
  const { id } = await propose(rig.keyringOptions, deletionOf(rig.acme.tenantId), alice);
  await approve(rig.keyringOptions, id, bob);
};

it('needs both kinds of second person, in whichever order they come, and uses up neither for the other', async () => {
  for (const first of ['approval', 'agreement'] as const) {
    const { console, alice, bob } = await start();
    const people = await administrators(console);
    const remove = () => console.call('DELETE', '/api/tenants/self', { cookie: people[0].cookie });
    expect(await remove()).toMatchObject({ status: 403, body: { type: 'approval-needed' } });
    if (first === 'approval') {
      await approved(console, people);
      // Tried as often as anybody likes: the approval stands.
      for (let each = 0; each < 2; each += 1) {
        expect(await remove()).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
      }
      await agreed(alice, bob);
    } else {
      await agreed(alice, bob);
      for (let each = 0; each < 2; each += 1) {
        expect(await remove()).toMatchObject({ status: 403, body: { type: 'approval-needed' } });
      }
      await approved(console, people);
    }
    expect((await remove()).status).toBe(204);
    expect(rig.keyring.has(rig.acme.tenantId)).toBe(false);
    expect(await takeApproval(rig.keyringOptions, deletionOf(rig.acme.tenantId), 'alice')).toEqual({ may: 'propose' });
    if (first === 'approval') await rig.close();
  }
});

it('would need one kind alone, if the other were not asked for [counter-proof]', async () => {
  const { console } = await start((keyring) => ({
    ...keyring,
    agreements: { ...keyring.agreements, look: async () => ({ may: 'go' }), take: async () => ({ may: 'go' }) },
  }));
  const people = await administrators(console);
  await approved(console, people);
  expect((await console.call('DELETE', '/api/tenants/self', { cookie: people[0].cookie })).status).toBe(204);
});

it('lost an approval to each try before two had agreed, when the agreement was not looked at first [counter-proof]', async () => {
  const { console } = await start((keyring) => ({
    ...keyring,
    agreements: { ...keyring.agreements, look: async () => ({ may: 'go' }) },
  }));
  const people = await administrators(console);
  await approved(console, people);
  const remove = () => console.call('DELETE', '/api/tenants/self', { cookie: people[0].cookie });
  expect(await remove()).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
  expect(await remove()).toMatchObject({ status: 403, body: { type: 'approval-needed' } });
});

it('is not done by a management key where operators of keys have to agree, approval of the console or not', async () => {
  const { console } = await start();
  await approved(console, await administrators(console));
  const answer = await rig.send('DELETE', '/tenants/self', { key: rig.acme.key });
  expect(answer).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
});
