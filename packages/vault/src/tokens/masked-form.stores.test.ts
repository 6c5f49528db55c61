import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import type { Json } from '../expressions/json.ts';
import { destroyKek, settlingTime } from '../keys/destroy.ts';
import type { Keyring, MaskedContext, TenantKeys } from '../keys/port.ts';
import { rewrapTenant } from '../keys/rewrap.ts';
import { activationDelay, rotateKek } from '../keys/rotate.ts';
import { versionUse } from '../keys/versions.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { maskedForms } from './masked-form.ts';
import { maskedForm } from './view.ts';

let rig: Rig;
let plain: string;
let masked: string;
/** What the keys were asked to open since it was last emptied. */
const asked: string[] = [];

const watched = (keyring: Keyring): Keyring => ({
  ...keyring,
  tenant: (id): TenantKeys => {
    const keys = keyring.tenant(id);
    return {
      ...keys,
      open: (...given) => {
        asked.push('value');
        return keys.open(...given);
      },
      openMasked: (...given) => {
        asked.push('masked form');
        return keys.openMasked(...given);
      },
    };
  },
});

const start = async (wrap = watched) => {
  rig = await startRig({ wrap });
  plain = await rig.application('server_to_server', allTokens());
  masked = await rig.application('server_to_server', allTokens('low'));
};
beforeEach(() => start());
afterEach(async () => {
  await rig.close();
});

const number = '4242424242424242';
const other = '5555555555554444';

const make = async (body: Record<string, unknown>): Promise<string> => {
  const answer = await rig.send('POST', '/tokens', { key: plain, body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
};
const card = (value = number) => make({ type: 'card', data: { number: value, expiration_month: 1 } });
const change = async (id: string, body: Record<string, unknown>) => {
  const answer = await rig.send('PATCH', `/tokens/${id}`, { key: plain, body });
  expect(answer.status, answer.text).toBe(200);
};
const read = (id: string, key = masked) => rig.send('GET', `/tokens/${id}`, { key });
const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');

interface Form {
  masked_kek_version: SqlValue;
  masked_sealed: SqlValue;
}
const formOf = async (id: string): Promise<Form | undefined> => {
  const [row] = await rig.store.rows<Form>('select masked_kek_version, masked_sealed from tokens where id = ?', [
    bytes(id),
  ]);
  return row?.masked_sealed ? row : undefined;
};
const putForm = async (id: string, form: Form | undefined) => {
  const parameters = [form?.masked_kek_version ?? null, form?.masked_sealed ?? null, bytes(id)];
  await rig.store.commit([
    { sql: 'update tokens set masked_kek_version = ?, masked_sealed = ? where id = ?', parameters },
  ]);
};

const rotate = async () => {
  const { version } = await rotateKek(rig.keyringOptions, rig.acme.tenantId);
  await rig.keyring.refresh();
  rig.pass(activationDelay);
  return version;
};
const rewrap = (store: Store = rig.store) =>
  rewrapTenant({
    store,
    keyring: rig.keyring,
    tenantId: rig.acme.tenantId,
    masked: maskedForms,
    progress: () => undefined,
  });
const destroy = async (version: number) => {
  const options = { keys: rig.keyringOptions.store, data: rig.store, clock: rig.keyringOptions.clock };
  const refusal = await destroyKek(options, rig.acme.tenantId, version, async () => undefined);
  await rig.keyring.refresh();
  return refusal;
};

describe('a masked read', () => {
  it('opens the masked form and not the value', async () => {
    const id = await card();
    asked.length = 0;
    expect((await read(id)).body.data).toMatchObject({ number: 'XXXXXXXXXXXX4242' });
    expect(asked).toEqual(['masked form']);
    asked.length = 0;
    expect((await rig.send('GET', '/tokens', { key: masked })).body.data[0].data.number).toBe('XXXXXXXXXXXX4242');
    expect(asked).toEqual(['masked form']);
    asked.length = 0;
    expect((await read(id, plain)).body.data.number).toBe(number);
    // Without a table of BINs the plaintext holds all details.
    expect(asked).toEqual(['value']);
  });

  it('masks the value where no form is kept: in older rows, and of forms that are long', async () => {
    const id = await card();
    const { text } = await read(id);
    await putForm(id, undefined);
    asked.length = 0;
    expect((await read(id)).text).toBe(text);
    expect(asked).toEqual(['value']);
    await change(id, { metadata: { a: 'b' } });
    expect(await formOf(id)).toBeDefined();

    const long = await make({ type: 'token', data: 'x'.repeat(5000), mask: '{{ data | append: "!" }}' });
    expect(await formOf(long)).toBeUndefined();
    expect((await read(long)).body.data).toBe(`${'x'.repeat(5000)}!`);
  });

  it('keeps no form of what is only ever redacted, and drops it when that is decided later', async () => {
    const hidden = await make({ type: 'card', data: { number }, privacy: { restriction_policy: 'redact' } });
    const bare = await make({ type: 'token', data: 'a value' });
    const id = await card();
    expect(await formOf(id)).toBeDefined();
    await change(id, { privacy: { restriction_policy: 'redact' } });
    for (const each of [hidden, bare, id]) {
      expect(await formOf(each)).toBeUndefined();
      expect((await read(each)).body.data).toBeNull();
    }
  });

  it('writes neither form nor value in clear', async () => {
    await card();
    const rows = await rig.store.rows<Record<string, SqlValue>>('select * from tokens');
    const stored = rows.flatMap((row) => Object.values(row));
    const texts = stored.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    for (const text of texts) expect(String(text)).not.toMatch(/4242/);
  });
});

type Step =
  | { do: 'create'; type: 'card' | 'own' | 'number'; value: number }
  | { do: 'value' | 'mask'; which: number; value: number }
  | { do: 'redact' | 'metadata' | 'delete'; which: number }
  | { do: 'rotate' | 'rewrap' | 'stopped rewrap' | 'destroy' };

const values = [number, other, '4111111111111111'];
const masks = ['{{ data.a }}', '{{ data.a | reveal_last: 2 }}', { b: '{{ data.b | upcase }}', a: 'fixed' }, null];
const which = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    type: fc.constantFrom('card' as const, 'own' as const, 'number' as const),
    value: fc.nat(2),
  }),
  fc.record({ do: fc.constantFrom('value' as const, 'mask' as const), which, value: fc.nat(3) }),
  fc.record({ do: fc.constantFrom('redact' as const, 'metadata' as const, 'delete' as const), which }),
  fc.record({
    do: fc.constantFrom('rotate' as const, 'rewrap' as const, 'stopped rewrap' as const, 'destroy' as const),
  }),
);

/** The data of a new token, and what a patch makes of it. */
const dataOf = (type: string, value: number) => {
  const chosen = values[value % values.length];
  if (type === 'card') return { number: chosen, expiration_month: (value % 12) + 1 };
  return type === 'number' ? chosen : { a: `text ${value}`, b: ['x', 'y'][value % 2] };
};

describe('whatever happens to tokens', () => {
  it('what is read by the kept form is the mask of the value', async () => {
    const effort = testEffort({ steps: Number.POSITIVE_INFINITY });
    const play = async (steps: readonly Step[]) => {
      const there: { id: string; type: string }[] = [];
      let newest = 1;
      for (const each of steps) {
        const token = 'which' in each ? there[each.which % Math.max(there.length, 1)] : undefined;
        if (each.do === 'create') {
          const own = each.type === 'own' && { type: 'token', mask: masks[each.value] };
          const type = { card: 'card', own: 'token', number: 'card_number' }[each.type];
          const id = await make({ type, data: dataOf(each.type, each.value), ...own });
          there.push({ id, type: each.type });
        } else if (each.do === 'value' && token) await change(token.id, { data: dataOf(token.type, each.value) });
        else if (each.do === 'mask' && token?.type === 'own') {
          const answer = await rig.send('PATCH', `/tokens/${token.id}`, {
            key: plain,
            body: { mask: masks[each.value] },
          });
          expect([200, 400]).toContain(answer.status);
        } else if (each.do === 'redact' && token) await change(token.id, { privacy: { restriction_policy: 'redact' } });
        else if (each.do === 'metadata' && token) await change(token.id, { metadata: { a: 'b' } });
        else if (each.do === 'delete' && token) {
          await rig.send('DELETE', `/tokens/${token.id}`, { key: plain });
          there.splice(there.indexOf(token), 1);
        } else if (each.do === 'rotate') newest = await rotate();
        else if (each.do === 'rewrap') expect((await rewrap()).failed).toBe(0);
        else if (each.do === 'stopped rewrap') {
          // As a process that is killed in between: the first write is kept, no other.
          let left = 1;
          const commit: Store['commit'] = async (write) => {
            if (left-- === 0) throw new Error('killed');
            return await rig.store.commit(write);
          };
          await rewrap({ ...rig.store, commit }).catch(() => undefined);
        } else if (each.do === 'destroy' && newest > 1) {
          rig.pass(settlingTime);
          const inUse = (await versionUse(rig.store, rig.acme.tenantId)).some(({ version }) => version === newest - 1);
          const refusal = await destroy(newest - 1);
          if (inUse) expect(refusal).toMatchObject({ reason: 'in-use' });
        }
      }
      for (const { id } of there) {
        const form = await formOf(id);
        const seen = await read(id);
        const { body } = await read(id, plain);
        const type = body.type as 'card';
        const own = type === ('token' as string) ? (body.mask as Json | undefined) : undefined;
        const shows = body.privacy.restriction_policy === 'mask' && body.mask !== undefined;
        expect(form !== undefined).toBe(shows);
        expect(seen.body.data).toEqual(shows ? await maskedForm({ type, mask: own }, body.data, effort) : null);
        await putForm(id, undefined);
        expect((await read(id)).text).toBe(seen.text);
        await rig.send('DELETE', `/tokens/${id}`, { key: plain });
      }
      await rewrap();
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), play), { numRuns: 30 });
  });
});

describe('a masked form that was put where it does not belong', () => {
  /** Keys that bind a form to nothing: what the vault would be without its context. */
  const unbound = (keyring: Keyring): Keyring => ({
    ...keyring,
    tenant: (id): TenantKeys => {
      const keys = keyring.tenant(id);
      const nowhere = ({ tenantId }: MaskedContext): MaskedContext => ({
        ...{ tenantId, tokenId: '', type: '', version: 0, mask: '', value: '' },
      });
      return {
        ...keys,
        sealMasked: (context, form) => keys.sealMasked(nowhere(context), form),
        openMasked: (context, sealed) => keys.openMasked(nowhere(context), sealed),
      };
    },
  });

  const swaps: [what: string, put: () => Promise<{ id: string; lie: string }>][] = [
    [
      'of another token',
      async () => {
        const [id, from] = [await card(), await card(other)];
        await putForm(id, await formOf(from));
        return { id, lie: '4444' };
      },
    ],
    [
      'of an older version',
      async () => {
        const id = await card(other);
        const stale = await formOf(id);
        await change(id, { data: { number } });
        await putForm(id, stale);
        return { id, lie: '4444' };
      },
    ],
    [
      'for a mask that was changed in the database',
      async () => {
        const id = await make({ type: 'token', data: 'a value', mask: '{{ data | append: "4444" }}' });
        await rig.store.commit([
          { sql: 'update tokens set mask = ? where id = ?', parameters: ['"{{ data }}"', bytes(id)] },
        ]);
        return { id, lie: '4444' };
      },
    ],
    [
      'of a value of the same version that was lost',
      async () => {
        const id = await card();
        const row = async () =>
          (
            await rig.store.rows<Record<string, SqlValue>>(
              'select version, kek_version, wrapped_dek, sealed from tokens where id = ?',
              [bytes(id)],
            )
          )[0];
        const first = await row();
        rig.pass(1000);
        await change(id, { data: { number, expiration_year: 2044 } });
        const lost = await formOf(id);
        // As after a failover that lost the change, and another one that took its version.
        const back = [...Object.values(first ?? {}), bytes(id)];
        const sql = 'update tokens set version = ?, kek_version = ?, wrapped_dek = ?, sealed = ? where id = ?';
        await rig.store.commit([{ sql, parameters: back }]);
        rig.pass(1);
        await change(id, { data: { number, expiration_year: 2043 } });
        await putForm(id, lost);
        return { id, lie: '2044' };
      },
    ],
  ];

  it.each(swaps)('is refused (%s), and the log names the token', async (_what, put) => {
    const { id, lie } = await put();
    const answer = await read(id);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(lie);
    expect(rig.lines.join('')).toContain(`The masked form of token ${id}`);
  });

  it.each(swaps)('would be shown (%s) if it were bound to nothing', async (_what, put) => {
    await rig.close();
    await start(unbound);
    const { id, lie } = await put();
    const answer = await read(id);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body.data)).toContain(lie);
  });
});

describe('the key of a masked form', () => {
  it('takes the form with it when its version is destroyed', async () => {
    const id = await card();
    const form = await formOf(id);
    await rotate();
    expect(await rewrap()).toEqual({ rewrapped: 2, failed: 0 });
    expect((await formOf(id))?.masked_kek_version).toBe(2);
    rig.pass(settlingTime);
    expect(await destroy(1)).toBeUndefined();
    expect((await read(id)).body.data).toMatchObject({ number: 'XXXXXXXXXXXX4242' });
    // As from an older backup of the data.
    await putForm(id, form);
    const answer = await read(id);
    expect(answer.status).toBe(500);
    expect(rig.lines.join('')).toContain('KeyDestroyedError');
  });

  it('is not destroyed while a form needs it', async () => {
    const id = await card();
    const form = await formOf(id);
    await rotate();
    await rewrap();
    await putForm(id, form);
    rig.pass(settlingTime);
    expect(await destroy(1)).toEqual({ reason: 'in-use', values: [{ what: 'masked forms', values: 1 }] });
    expect(await rewrap()).toEqual({ rewrapped: 1, failed: 0 });
    expect(await destroy(1)).toBeUndefined();
  });

  it('seals a form again whatever is written meanwhile, and the newer one wins', async () => {
    const id = await card(other);
    await rotate();
    let meanwhile = async () => await change(id, { data: { number } });
    const commit: Store['commit'] = async (write) => {
      const now = meanwhile;
      meanwhile = async () => undefined;
      await now();
      return await rig.store.commit(write);
    };
    await rewrap({ ...rig.store, commit });
    expect((await read(id)).body.data).toMatchObject({ number: 'XXXXXXXXXXXX4242' });
  });

  it('leaves a form that does not open to audit verify, and seals the others', async () => {
    const [damaged, whole] = [await card(), await card(other)];
    const form = await formOf(damaged);
    await putForm(damaged, { masked_kek_version: 1, masked_sealed: new Uint8Array(60) });
    await rotate();
    expect(await rewrap()).toMatchObject({ failed: 1 });
    expect((await read(whole)).body.data).toMatchObject({ number: 'XXXXXXXXXXXX4444' });
    expect((await formOf(whole))?.masked_kek_version).toBe(2);
    await putForm(damaged, form);
    expect(await rewrap()).toEqual({ rewrapped: 1, failed: 0 });
  });
});
