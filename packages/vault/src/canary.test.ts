import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Keyring, TenantKeys } from './keys/port.ts';
import { allTokens, type Rig, startRig } from './testing/rig.ts';
import { storageInFiles } from './testing/stores.ts';
import { valueForms as forms } from './testing/value-forms.ts';
import { bytesOfPem, sealJwe } from './tokens/encrypted/testing/jwe.ts';

const number = '6011000990139424';
const cvc = '8315';
const secret = 'canary-ö-value';
const account = '90817263544';

/** What to look for. A code of four digits appears in any file by chance, so it is looked for as it would be written. */
const wanted = [
  ...forms(number),
  ...forms(secret),
  ...forms(account),
  ...[`"cvc":"${cvc}"`, `cvc=${cvc}`, `"${cvc}"`, Buffer.from(`"${cvc}"`).toString('hex')].map((text) =>
    Buffer.from(text),
  ),
  Buffer.from(`"${cvc}"`, 'utf16le'),
];

/** A reactor whose configuration is a secret. */
const configure = async (rig: Rig): Promise<void> => {
  const { key } = rig.acme;
  const code = 'module.exports = () => 1';
  const configuration = [{ name: 'API_KEY', type: 'string' }];
  const body = { name: 'x', type: 'private', source_token_type: 'card', code, configuration };
  const formula = await rig.send('POST', '/reactor-formulas', { key, body });
  const reactor = { name: 'x', formula: { id: formula.body.id }, configuration: { API_KEY: secret } };
  const headers = { 'BT-IDEMPOTENCY-KEY': 'canary' };
  const made = await rig.send('POST', '/reactors', { key, headers, body: reactor });
  expect((await rig.send('PUT', `/reactors/${made.body.id}`, { key, body: reactor })).status).toBe(200);
  await rig.send('GET', '/reactors', { key });
  const refused = await rig.send('POST', '/reactors', { key, body: { ...reactor, configuration: { API: secret } } });
  expect(refused.text).not.toContain(secret);
};

/** A token of encrypted data, and payloads that are refused. */
const encrypted = async (rig: Rig, data: object): Promise<void> => {
  const key = await rig.application('server_to_server', allTokens('high'));
  const keys = await rig.application('management', ['keys:create']);
  const { body: made } = await rig.send('POST', '/keys', { key: keys, body: {} });
  const payload = sealJwe({ kid: made.key_id, publicKey: bytesOfPem(made.public_key_pem), text: JSON.stringify(data) });
  const { status, body } = await rig.send('POST', '/tokens', { key, body: { type: 'card', encrypted: payload } });
  expect([status, body.data.number]).toEqual([201, `XXXXXXXXXXXX${number.slice(-4)}`]);
  for (const broken of [payload.slice(0, -8), number, JSON.stringify(data)]) {
    const refused = await rig.send('POST', '/tokens', { key, body: { type: 'card', encrypted: broken } });
    expect([refused.status, refused.text.includes(number)]).toEqual([400, false]);
  }
  const inside = sealJwe({
    kid: made.key_id,
    publicKey: bytesOfPem(made.public_key_pem),
    text: `{"number":"${number}1"}`,
  });
  const invalid = await rig.send('POST', '/tokens', { key, body: { type: 'card', encrypted: inside } });
  expect([invalid.status, invalid.text.includes(number)]).toEqual([400, false]);
};

/** A token intent that stays, and one that becomes a token. */
const intend = async (rig: Rig, data: object): Promise<void> => {
  const permissions = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);
  const key = await rig.application('server_to_server', [...allTokens('high'), ...permissions]);
  const headers = { 'BT-IDEMPOTENCY-KEY': 'intent' };
  const make = () => rig.send('POST', '/token-intents', { key, headers, body: { type: 'card', data } });
  const { body: kept } = await make();
  expect((await make()).body).toEqual(kept);
  expect((await rig.send('GET', `/token-intents/${kept.id}`, { key })).text).not.toContain(number);
  const { body: text } = await rig.send('POST', '/token-intents', { key, body: { type: 'token', data: secret } });
  const converted = await rig.send('POST', '/tokens', { key, body: { token_intent_id: text.id } });
  expect([converted.status, converted.text.includes(secret)]).toEqual([201, false]);
  const again = await rig.send('POST', '/tokens', { key, body: { token_intent_id: text.id, metadata: { a: 'b' } } });
  expect(again.status).toBe(400);
};

const exercise = async (rig: Rig): Promise<void> => {
  const key = await rig.application('server_to_server', allTokens('high'));
  const card = { number, expiration_month: 12, expiration_year: 2030, cvc };
  const once = { 'BT-IDEMPOTENCY-KEY': 'canary' };
  const made = await rig.send('POST', '/tokens', { key, headers: once, body: { type: 'card', data: card } });
  await rig.send('POST', '/tokens', { key, headers: once, body: { type: 'card', data: card } });
  await rig.send('POST', '/tokenize', { key, body: { a: secret, b: { type: 'card_number', data: number } } });
  const atomic = await rig.send('POST', '/atomic/cards', { key, body: { card } });
  await rig.send('PATCH', `/atomic/cards/${atomic.body.id}`, { key, body: { card } });
  const bank = { routing_number: '021000021', account_number: account };
  const atomicBank = await rig.send('POST', '/atomic/banks', { key, headers: once, body: { bank } });
  await rig.send('PATCH', `/atomic/banks/${atomicBank.body.id}`, { key, body: { bank } });
  await rig.send('GET', `/atomic/banks/${atomicBank.body.id}/decrypt`, { key });
  await configure(rig);
  await intend(rig, card);
  await encrypted(rig, card);
  const read = await rig.send('GET', `/tokens/${made.body.id}`, { key });
  expect(read.body.data).toEqual(card);
  await rig.send('GET', '/tokens', { key });
  for (const body of [
    `{"number": "${number}", "cvc": "${cvc}"`,
    { type: 'card', data: { number: `${number}1`, cvc } },
  ]) {
    const refused = await rig.send('POST', '/tokens', { key, body });
    expect(refused.text).not.toContain(number);
  }
  await rig.send('GET', `/tokens/${number}?cvc=${cvc}`, { key });
  await rig.vault.tidy();
};

const leaks = async (rig: Rig): Promise<string[]> => {
  const files = (await readdir(rig.folder)).map((name) => join(rig.folder, name));
  expect(files.some((name) => name.endsWith('-wal'))).toBe(true);
  const texts = await Promise.all(files.map((name) => readFile(name)));
  const places = [...texts, Buffer.from(rig.lines.join(''))];
  const found = places.flatMap((text) => wanted.filter((form) => text.includes(form)));
  return found.map((form) => form.toString('latin1'));
};

/** A keyring whose seals hide nothing: what the vault would be if encryption were left out. */
const glass = (keyring: Keyring): Keyring => ({
  ...keyring,
  createTenant: (id) => keyring.createTenant(id),
  hashApiKey: (key) => keyring.hashApiKey(key),
  tenant: (id): TenantKeys => {
    const keys = keyring.tenant(id);
    return {
      seal: (_place, plaintext) => ({ kekVersion: 1, wrappedDek: new Uint8Array(40), box: Uint8Array.from(plaintext) }),
      open: (_place, sealed) => sealed.box,
      rewrap: (sealed) => sealed,
      sealMasked: (_place, plaintext) => ({ kekVersion: 1, box: plaintext }),
      openMasked: (_place, sealed) => sealed.box,
      sealingVersion: () => 1,
      fingerprint: (parts) => keys.fingerprint(parts),
      blindIndex: (label) => keys.blindIndex(label),
      auditMac: (row) => keys.auditMac(row),
    };
  },
});

describe('plaintext', () => {
  it('lies in no file and no log line', async () => {
    const rig = await startRig({ place: storageInFiles() });
    await exercise(rig);
    expect(await leaks(rig)).toEqual([]);
    await rig.close();
  });

  it('would be found: a vault that does not encrypt fails the same search', async () => {
    const rig = await startRig({ place: storageInFiles(), wrap: glass });
    await exercise(rig);
    const found = await leaks(rig);
    for (const value of [number, secret, `"${cvc}"`]) {
      expect(found).toContain(Buffer.from(value).toString('latin1'));
    }
    await rig.close();
  });

  it.each(forms(number).map((form) => [form.toString('hex'), form]))('would be found in the form %s', (_, form) => {
    const file = Buffer.concat([Buffer.from('before'), form, Buffer.from('after')]);
    expect(wanted.some((each) => file.includes(each))).toBe(true);
  });
});
