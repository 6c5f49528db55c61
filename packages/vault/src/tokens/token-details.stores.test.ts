import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importBins } from '../bins/import-bins.ts';
import { readBins } from '../bins/read-bins.ts';
import { rewrapTenant } from '../keys/rewrap.ts';
import { activationDelay, rotateKek } from '../keys/rotate.ts';
import type { SqlValue } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { maskedForms } from './masked-form.ts';

let rig: Rig;
const keys: Record<'plain' | 'masked' | 'elements' | 'public', string> = {
  ...{ plain: '', masked: '', elements: '', public: '' },
};

const load = async (file: string): Promise<void> => {
  await importBins(rig.store, readBins(file));
  rig.pass(1000);
};

beforeAll(async () => {
  rig = await startRig();
  keys.plain = await rig.application('server_to_server', allTokens());
  keys.masked = await rig.application('server_to_server', allTokens('low'));
  keys.elements = await rig.application('elements', ['token:pci:create']);
  keys.public = await rig.application('public', ['token:create', 'token:update']);
});
beforeEach(() =>
  load('bin,brand,funding,issuer,country\n424242,visa,credit,First Bank,US\n510510,mastercard,debit,,DE'),
);
afterAll(async () => {
  await rig.close();
});

const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030, cvc: '123' };
const own = { bin: '42424242', last4: '4242', expiration_month: 12, expiration_year: 2030, brand: 'visa' };
const facts = {
  ...{ funding: 'credit', segment: null, issuer: { name: 'First Bank', country: 'US' } },
  issuer_country: { alpha2: 'US', name: 'United States', numeric: '840' },
};
const card = { ...own, ...facts };

const send = async (method: string, path: string, body?: unknown, key = keys.plain) => {
  const answer = await rig.send(method, path, { key, ...(body !== undefined && { body }) });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};
const make = (body: Record<string, unknown>, key = keys.plain) => send('POST', '/tokens', body, key);
const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');

/** What a key sees of a token, by every way of reading it. */
const seen = async (id: string, key: string): Promise<{ card?: object; bank?: object }[]> => {
  const pages = [
    await send('GET', `/tokens?id=${id}`, undefined, key),
    await send('GET', '/v2/tokens?size=100', undefined, key),
    await send('POST', '/tokens/search', { query: `id:${id}` }, key),
    await send('POST', '/v2/tokens/search', { size: 100 }, key),
  ];
  const listed = pages.map((page) => page.data.find((token: { id: string }) => token.id === id));
  return [await send('GET', `/tokens/${id}`, undefined, key), ...listed];
};

describe('the details of a card', () => {
  it('are told to whoever sees the data, in plaintext or masked by its type, in every answer', async () => {
    const made = await make({ type: 'card', data });
    expect(made.card).toEqual(card);
    for (const key of [keys.plain, keys.masked]) {
      for (const token of await seen(made.id, key)) expect(token.card).toEqual(card);
    }
    const [tokenized] = await send('POST', '/tokenize', [{ type: 'card', data }]);
    expect(tokenized.card).toEqual(card);
    const number = await make({ type: 'card_number', data: '5105105105105100' });
    expect(number.card).toEqual({
      ...{ bin: '51051051', last4: '5100', brand: 'mastercard', funding: 'debit', segment: null, issuer: null },
      issuer_country: { alpha2: 'DE', name: 'Germany', numeric: '276' },
    });
  });

  it('are told to nobody who sees no data', async () => {
    const made = await make({ type: 'card', data, privacy: { restriction_policy: 'redact' } });
    expect(made).not.toHaveProperty('card');
    for (const token of await seen(made.id, keys.masked)) expect(token).not.toHaveProperty('card');
    for (const token of await seen(made.id, keys.plain)) expect(token.card).toEqual(card);
  });

  it('are not told beside a mask of the token, which says what is to be seen', async () => {
    const made = await make({ type: 'card', data, mask: { expiration_year: '{{ data.expiration_year }}' } });
    expect(made).not.toHaveProperty('card');
    for (const token of await seen(made.id, keys.masked)) {
      expect(token).toMatchObject({ data: { expiration_year: 2030 } });
      expect(token).not.toHaveProperty('card');
    }
    for (const token of await seen(made.id, keys.plain)) expect(token.card).toEqual(card);
    await send('PATCH', `/tokens/${made.id}`, { mask: null });
    for (const token of await seen(made.id, keys.masked)) expect(token.card).toEqual(card);
  });

  it('change together with the data', async () => {
    const { id } = await make({ type: 'card', data });
    const patched = await send('PATCH', `/tokens/${id}`, {
      data: { number: '5105105105105100', expiration_month: null },
    });
    expect(patched.card).toEqual({
      ...{ bin: '51051051', last4: '5100', expiration_year: 2030, brand: 'mastercard', funding: 'debit' },
      ...{ segment: null, issuer: null, issuer_country: { alpha2: 'DE', name: 'Germany', numeric: '276' } },
    });
    for (const key of [keys.plain, keys.masked]) {
      for (const token of await seen(id, key)) expect(token.card).toEqual(patched.card);
    }
  });

  it('are those of the table when the card was last written beside a mask, and of the table as it is beside the data', async () => {
    const { id } = await make({ type: 'card', data });
    await load('bin,brand,funding\n424242,visa,prepaid');
    const later = { ...own, funding: 'prepaid', segment: null, issuer: null, issuer_country: null };
    for (const token of await seen(id, keys.masked)) expect(token.card).toEqual(card);
    for (const token of await seen(id, keys.plain)) expect(token.card).toEqual(later);
    expect((await send('PATCH', `/tokens/${id}`, { metadata: { a: 'b' } })).card).toEqual(later);
    for (const token of await seen(id, keys.masked)) expect(token.card).toEqual(later);
  });

  it('say to keys on web pages what they have sent, and nothing of the table', async () => {
    for (const key of [keys.elements, keys.public]) {
      const made = await make({ type: 'card', data }, key);
      expect(made.card).toEqual(own);
      for (const token of await seen(made.id, keys.masked)) expect(token.card).toEqual(card);
    }
  });

  it('say nothing to keys on web pages of what others have sent', async () => {
    const { id } = await make({ type: 'card', data });
    const patched = await send('PATCH', `/tokens/${id}`, { metadata: { a: 'b' } }, keys.public);
    expect(patched).toMatchObject({ id });
    expect(patched).not.toHaveProperty('card');
  });

  it('are left out for whoever may not read the token that stands for a double', async () => {
    const tenant = await rig.tenant('Deduplicating');
    const reads = await rig.application('server_to_server', allTokens('low'), tenant);
    const writes = await rig.application('server_to_server', ['token:pci:create'], tenant);
    const body = { type: 'card', data, deduplicate_token: true };
    const first = await make(body, reads);
    const again = await make(body, reads);
    expect(again).toMatchObject({ id: first.id, card, _extras: { deduplicated: true } });
    const blind = await make(body, writes);
    expect(blind).toMatchObject({ id: first.id, _extras: { deduplicated: true } });
    expect(blind).not.toHaveProperty('card');
  });

  it('are nowhere in clear, and go on to be read after a rotation of keys', async () => {
    const { id } = await make({ type: 'card', data });
    const rows = await rig.store.rows<Record<string, SqlValue>>('select * from tokens where id = ?', [bytes(id)]);
    expect(rows).toHaveLength(1);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
      expect(text).not.toMatch(/4242|First Bank|credit/);
    }
    await rotateKek(rig.keyringOptions, rig.acme.tenantId);
    await rig.keyring.refresh();
    rig.pass(activationDelay);
    const { store, keyring } = rig;
    const options = { store, keyring, tenantId: rig.acme.tenantId, masked: maskedForms, progress: () => undefined };
    expect((await rewrapTenant(options)).failed).toBe(0);
    for (const token of await seen(id, keys.masked)) expect(token.card).toEqual(card);
  });
});

describe('tokens without details that are kept', () => {
  it('of an older release show none where they are masked, and those of their data in plaintext', async () => {
    const { id } = await make({ type: 'card', data });
    const form = async () =>
      (
        await rig.store.rows<Record<string, SqlValue>>(
          'select type, version, fingerprint, modified_at, masked_kek_version, masked_sealed from tokens where id = ?',
          [bytes(id)],
        )
      )[0];
    const row = await form();
    const tenant = rig.keyring.tenant(rig.acme.tenantId);
    const context = {
      ...{ tenantId: rig.acme.tenantId, tokenId: id, type: 'card', version: 1 },
      mask: `type ${JSON.stringify((await send('GET', `/tokens/${id}`)).mask)}`,
      value: `${Buffer.from(row?.fingerprint as Uint8Array).toString('hex')} ${row?.modified_at}`,
    };
    const kekVersion = Number(row?.masked_kek_version);
    const opened = tenant.openMasked(context, { kekVersion, box: row?.masked_sealed as Uint8Array });
    const [line = ''] = Buffer.from(opened).toString().split('\n');
    const older = tenant.sealMasked(context, Buffer.from(line));
    await rig.store.commit([
      {
        sql: 'update tokens set masked_kek_version = ?, masked_sealed = ? where id = ?',
        parameters: [older.kekVersion, older.box, bytes(id)],
      },
    ]);
    for (const token of await seen(id, keys.masked)) {
      expect(token).toMatchObject({ data: { number: 'XXXXXXXXXXXX4242' } });
      expect(token).not.toHaveProperty('card');
    }
    for (const token of await seen(id, keys.plain)) expect(token.card).toEqual(card);
    await send('PATCH', `/tokens/${id}`, { metadata: { a: 'b' } });
    for (const token of await seen(id, keys.masked)) expect(token.card).toEqual(card);
  });
});

describe('the details of a bank account', () => {
  it('are its routing number and the end of its account number', async () => {
    const bank = { routing_number: '021000021', account_number_last4: '7890' };
    const account = { routing_number: '021000021', account_number: '1234567890' };
    const made = await make({ type: 'bank', data: account });
    expect(made.bank).toEqual(bank);
    for (const key of [keys.plain, keys.masked]) {
      for (const token of await seen(made.id, key)) expect(token.bank).toEqual(bank);
    }
    const short = await make({ type: 'bank', data: { ...account, account_number: '1234' } });
    expect(short.bank).toEqual({ routing_number: '021000021' });
  });

  it('are not there for types that have none', async () => {
    const made = await make({ type: 'token', data: { number: data.number } });
    for (const token of await seen(made.id, keys.plain)) {
      expect(token).not.toHaveProperty('card');
      expect(token).not.toHaveProperty('bank');
    }
  });
});
