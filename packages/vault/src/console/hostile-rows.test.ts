import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { authenticatorAt } from './testing/authenticator.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
});
afterAll(async () => {
  await rig.close();
});

/** A console whose seals of one kind of rows are worth nothing: they are the same whatever the row says. */
const withoutSeals = (kind: string): ConsoleRig => {
  const { keyring } = rig;
  const hashApiKey = (text: string) => (text.startsWith(`["${kind}",`) ? new Uint8Array(32) : keyring.hashApiKey(text));
  return consoleOf(rig, { keyring: { ...keyring, hashApiKey } });
};

/** The console as it is, and with such seals. Its operators are made there, as `operator` uses the rig's own keys. */
const both = (kind: string) => [
  { console: consoleOf(rig), passes: false },
  { console: withoutSeals(kind), passes: true },
];

const id = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');
const write = (sql: string, ...parameters: (string | Uint8Array)[]) => rig.store.commit([{ sql, parameters }]);

/** Gives a row the seal that a console without seals would have given it. */
const unseal = (table: string, row: string) =>
  write(`update ${table} set mac = ? where id = ?`, new Uint8Array(32), id(row));

describe('rows that somebody writes into the database by hand', () => {
  it('give no operator another role', async () => {
    for (const { console, passes } of both('operator')) {
      const { operator, cookie } = await consoleOf(rig).operator('viewer', rig.acme.tenantId);
      if (passes) await unseal('operators', operator.id);
      expect((await console.call('GET', '/session', { cookie })).body.operator.role).toBe('viewer');
      await write(`update operators set role = 'administrator' where id = ?`, id(operator.id));
      const answer = await console.call('GET', '/console/operators', { cookie });
      expect(answer.status).toBe(passes ? 200 : 401);
    }
  });

  it('give no operator another tenant, and bring back nobody who was revoked', async () => {
    for (const { console, passes } of both('operator')) {
      const { operator, cookie } = await consoleOf(rig).operator('administrator', rig.acme.tenantId);
      const gone = await consoleOf(rig).operator('administrator', rig.acme.tenantId);
      if (passes) for (const each of [operator, gone.operator]) await unseal('operators', each.id);
      const other = await rig.tenant('Other');
      await write('update operators set tenant_id = ? where id = ?', id(other.tenantId), id(operator.id));
      expect((await console.call('GET', '/api/tenants/self', { cookie })).status).toBe(passes ? 200 : 401);
      await write('update operators set revoked_at = 1 where id = ?', id(gone.operator.id));
      // The seal says when somebody was revoked, also when that is taken out again.
      await write('update operators set revoked_at = null, name = ? where id = ?', 'Back', id(gone.operator.id));
      expect((await console.call('GET', '/session', { cookie: gone.cookie })).status).toBe(passes ? 200 : 401);
    }
  });

  it('let nobody in who was revoked, by a passkey that is put back', async () => {
    for (const revokes of [true, false]) {
      const console = consoleOf(rig);
      const admin = await console.operator('administrator');
      const { operator, browser } = await console.operator('viewer', rig.acme.tenantId);
      const passkeys = 'from operator_passkeys where operator_id = ?';
      const [row] = await rig.store.rows<Record<string, string | Uint8Array>>(`select * ${passkeys}`, [
        id(operator.id),
      ]);
      if (revokes) {
        const path = `/console/operators/${operator.id}`;
        expect((await console.call('DELETE', path, { cookie: admin.cookie })).status).toBe(204);
      } else await write(`delete ${passkeys}`, id(operator.id));
      expect((await console.signIn(browser)).status).toBe(401);
      const columns = Object.keys(row ?? {});
      const places = columns.map(() => '?').join(', ');
      await write(
        `insert into operator_passkeys (${columns.join(', ')}) values (${places})`,
        ...Object.values(row ?? {}),
      );
      // The same row lets in whoever only lost it.
      expect((await console.signIn(browser)).status).toBe(revokes ? 401 : 201);
    }
  });

  it('enrol no passkey of somebody else', async () => {
    for (const { console, passes } of both('passkey')) {
      const victim = await consoleOf(rig).operator('administrator', rig.acme.tenantId);
      const attacker = await consoleOf(rig).operator('viewer', rig.acme.tenantId);
      const own = await rig.store.rows<{ id: Uint8Array }>('select id from operator_passkeys where operator_id = ?', [
        id(attacker.operator.id),
      ]);
      const row = Buffer.from(own[0]?.id ?? []).toString('hex');
      if (passes) await unseal('operator_passkeys', row);
      await write('update operator_passkeys set operator_id = ? where id = ?', id(victim.operator.id), id(row));
      // The passkey names whom it was made for, unless its owner leaves that out.
      const options = await console.call('POST', '/session/options');
      const signed = attacker.browser.sign(options.body);
      const { userHandle: _, ...response } = signed.response;
      const answer = await console.call('POST', '/session', { body: { ...signed, response } });
      expect(answer.status, answer.text).toBe(passes ? 201 : 401);
      if (passes) expect(answer.body.operator.id).toBe(victim.operator.id);
    }
  });

  it('turn no session into that of somebody else, and none lasts longer', async () => {
    for (const { console, passes } of both('session-row')) {
      const victim = await consoleOf(rig).operator('administrator', rig.acme.tenantId);
      const attacker = await consoleOf(rig).operator('viewer', rig.acme.tenantId);
      const row = (await consoleOf(rig).call('GET', '/session/list', { cookie: attacker.cookie })).body.data[0].id;
      if (passes) await unseal('operator_sessions', row);
      await write('update operator_sessions set operator_id = ? where id = ?', id(victim.operator.id), id(row));
      const answer = await console.call('GET', '/session', { cookie: attacker.cookie });
      expect(answer.status).toBe(passes ? 200 : 401);
      if (passes) expect(answer.body.operator.id).toBe(victim.operator.id);

      const long = await consoleOf(rig).operator('viewer', rig.acme.tenantId);
      const listed = (await consoleOf(rig).call('GET', '/session/list', { cookie: long.cookie })).body.data[0].id;
      if (passes) await unseal('operator_sessions', listed);
      await write('update operator_sessions set network = ? where id = ?', '203.0.113.66', id(listed));
      const moved = await console.call('GET', '/session', { cookie: long.cookie, address: '203.0.113.66' });
      expect(moved.status).toBe(passes ? 200 : 401);
    }
  });
});

describe('a link and the answer of a passkey', () => {
  it('let in once, and again without what takes them out of use', async () => {
    for (const careless of [false, true]) {
      const console = consoleOf(rig, careless ? { guards: { once: () => [] } } : {});
      const { secret } = await console.invite('viewer');
      expect((await console.enrol(secret, authenticatorAt(consoleOrigin))).status).toBe(201);
      const browser = authenticatorAt(consoleOrigin);
      expect((await console.enrol(secret, browser)).status).toBe(careless ? 201 : 401);

      const known = await console.operator('viewer');
      const options = await console.call('POST', '/session/options');
      // Authenticators that are synced between devices do not count.
      const signed = known.browser.sign(options.body, { counter: 0 });
      expect((await console.call('POST', '/session', { body: signed })).status).toBe(201);
      expect((await console.call('POST', '/session', { body: signed })).status).toBe(careless ? 201 : 401);
    }
  });
});
