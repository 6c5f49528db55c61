import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { run, vault } from './testing/commands.ts';

/** An operator's two key files. */
const keyFiles = (name: string, passphrase?: string) => {
  const folder = temporaryFolder();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [own, open] = [join(folder, `${name}.pem`), join(folder, `${name}.pub`)];
  const secured = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  writeFileSync(own, privateKey.export({ type: 'pkcs8', format: 'pem', ...secured }));
  writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }));
  return { name, own, open };
};

type Files = ReturnType<typeof keyFiles>;

const change = (folder: string, verb: string, { name, open }: Files, own?: Files, typed: (() => string)[] = []) =>
  run(
    [
      ...['keys', 'operators', verb, '--operator', name, '--data-dir', folder],
      ...(verb === 'add' ? ['--public-key', open] : []),
      ...(own ? ['--operator-key', own.own] : []),
    ],
    {},
    typed,
  );

/** A vault that needs two of its operators. */
const guarded = async () => {
  const { folder, made } = await vault();
  const [alice, bob] = [keyFiles('alice'), keyFiles('bob')];
  for (const each of [alice, bob]) expect(await change(folder, 'add', each)).toMatchObject({ code: 0, err: '' });
  return { folder, made, alice, bob };
};

const inKeys = (folder: string, sql: string) => {
  const db = new DatabaseSync(join(folder, 'keys.db'));
  db.exec(sql);
  db.close();
};

const rotate = (folder: string, own?: Files, more: string[] = []) =>
  run(['keys', 'rotate', '--root', '--data-dir', folder, ...(own ? ['--operator-key', own.own] : []), ...more]);

const approve = (folder: string, id: string, own: Files, typed: string[] = []) =>
  run(['keys', 'approve', id, '--operator-key', own.own, '--data-dir', folder], {}, typed);

const idIn = (err: string): string => /keys approve ([0-9a-f-]{36})/.exec(err)?.[1] ?? '';

const rootKeyIn = (folder: string) => readFileSync(join(folder, 'root.key'), 'utf8');

describe('dual control', { timeout: 60_000 }, () => {
  it('is not there before there are two operators', async () => {
    const { folder } = await vault();
    expect((await run(['keys', 'operators', 'list', '--data-dir', folder])).out).toContain('none');
    expect((await change(folder, 'add', keyFiles('alice'))).out).toMatch(/Now:\n {2}alice {2}[0-9a-f]{64} /);
    expect((await rotate(folder)).code).toBe(0);
  });

  it('has one operator propose and another one agree, and the act is done once', async () => {
    const { folder, alice, bob } = await guarded();
    const before = rootKeyIn(folder);
    const proposed = await rotate(folder, alice);
    expect(proposed).toMatchObject({ code: 1, out: '' });
    expect(proposed.err).toContain('alice proposes to replace the root key');
    expect(proposed.err).toContain('Nothing was changed.');
    // The same again is the same proposal, and waits.
    const again = await rotate(folder, bob);
    expect(again.err).toContain('alice has proposed to');
    expect(idIn(again.err)).toBe(idIn(proposed.err));
    expect(rootKeyIn(folder)).toBe(before);

    const approved = await approve(folder, idIn(proposed.err), bob);
    expect(approved).toMatchObject({ code: 0, out: expect.stringContaining('bob agrees to replace the root key') });
    expect((await rotate(folder, alice)).code).toBe(0);
    const after = rootKeyIn(folder);
    expect(after).not.toBe(before);
    expect((await rotate(folder, alice)).err).toContain('alice proposes to');
    expect(rootKeyIn(folder)).toBe(after);

    const { proposals } = JSON.parse((await run(['keys', 'approve', '--data-dir', folder, '--json'])).out);
    expect(proposals).toMatchObject([
      { proposed_by: 'alice', approved_by: null, done_at: null },
      {
        proposed_by: 'alice',
        approved_by: 'bob',
        done_by: 'alice',
        act: expect.stringContaining('replace the root key'),
      },
    ]);
  });

  it('covers every command that ends keys or hands the root key out', async () => {
    const { folder, made } = await guarded();
    const at = ['--data-dir', folder];
    await run(['keys', 'rotate', ...at]);
    inKeys(folder, 'update wrapped_keys set active_at = active_at - 60000; update key_changes set n = n + 1');
    await run(['keys', 'rewrap', ...at]);
    for (const args of [
      ['keys', 'destroy', '--key-version', '1'],
      ['keys', 'destroy', '--key-version', '1', '--tenant-id', made.tenant_id],
      ['keys', 'rotate', '--root'],
      ['keys', 'rotate', '--root', '--to', `file:${join(folder, 'elsewhere.key')}`],
      ['keys', 'shares', 'create', '--of', '3', '--need', '2'],
      ['tenants', 'delete', '--tenant-id', made.tenant_id],
      ['keys', 'operators', 'remove', '--operator', 'alice'],
      ['keys', 'operators', 'add', '--operator', 'mallory', '--public-key', keyFiles('mallory').open],
    ]) {
      expect(await run([...args, ...at]), args.join(' ')).toMatchObject({
        ...{ code: 2, out: '', err: expect.stringContaining('two operators have to agree') },
      });
    }
  });

  it('deletes a tenant when two have agreed to that, and its keys are gone', async () => {
    const { folder, made, alice, bob } = await guarded();
    const command = ['tenants', 'delete', '--tenant-id', made.tenant_id, '--data-dir', folder];
    const proposed = await run([...command, '--operator-key', alice.own]);
    expect(proposed.err).toContain(`alice proposes to delete the tenant ${made.tenant_id} with all its keys.`);
    await approve(folder, idIn(proposed.err), bob);
    const done = await run([...command, '--operator-key', alice.own, '--json']);
    expect(done).toMatchObject({ code: 0, err: '', out: `{"tenant_id":"${made.tenant_id}","deleted":true}\n` });
    expect((await run(command)).err).toContain(`Tenant ${made.tenant_id} was deleted at`);
  });

  it('takes an agreement for exactly what was proposed, from another operator, within an hour', async () => {
    const { folder, alice, bob } = await guarded();
    const id = idIn((await rotate(folder, alice)).err);
    expect((await approve(folder, id, alice)).err).toContain('It takes another operator');
    expect((await approve(folder, id, keyFiles('eve'))).err).toContain('is the key of no operator');
    expect((await approve(folder, `${id.slice(0, -4)}0000`, bob)).err).toContain('no such proposal');
    expect((await approve(folder, 'nonsense', bob)).err).toContain('no such proposal');
    expect((await approve(folder, id, bob)).code).toBe(0);
    expect((await approve(folder, id, bob)).err).toContain('approved already');
    const elsewhere = await rotate(folder, alice, ['--to', `file:${join(folder, 'elsewhere.key')}`]);
    expect(elsewhere.err).toContain('alice proposes to replace the root key, with the next one at file:');

    inKeys(folder, 'update key_proposals set expires_at = expires_at - 3600000');
    expect((await rotate(folder, alice)).err).toContain('alice proposes to');
    expect((await approve(folder, idIn(elsewhere.err), bob)).err).toContain('older than an hour');
  });

  it.each([
    ['another act', "update key_proposals set act = act || ', and more'"],
    ['more time', 'update key_proposals set expires_at = expires_at + 1'],
    ['the first signature twice', 'update key_proposals set approval = signature'],
    ['another name', "update key_proposals set approved_by = 'alice'"],
  ])('does not believe an agreement that was written into the database: %s', async (_, sql) => {
    const { folder, alice, bob } = await guarded();
    const before = rootKeyIn(folder);
    const id = idIn((await rotate(folder, alice)).err);
    await approve(folder, id, bob);
    inKeys(folder, sql);
    expect((await rotate(folder, alice)).code).toBe(1);
    expect(rootKeyIn(folder)).toBe(before);
  });

  it('ends when two agree that an operator goes, and not before', async () => {
    const { folder, alice, bob } = await guarded();
    const asked = await change(folder, 'remove', bob, alice);
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('alice proposes to remove the operator bob') });
    await approve(folder, idIn(asked.err), bob);
    expect((await change(folder, 'remove', bob, alice)).out).toContain('alice');
    expect((await rotate(folder)).code).toBe(0);
  });

  it.each(['add', 'remove'])('says that nothing was changed when somebody else was quicker: %s', async (verb) => {
    const { folder } = await vault();
    const [carol, dave, erin] = [keyFiles('carol', 'hunter2'), keyFiles('dave'), keyFiles('erin')];
    for (const each of [carol, dave]) await change(folder, 'add', each);
    const agreed = async (what: string, then: () => string) => {
      const asked = await change(folder, what, erin, dave);
      await approve(folder, idIn(asked.err), carol, ['hunter2']);
      return await change(folder, what, erin, carol, [then]);
    };
    if (verb === 'remove') expect(await agreed('add', () => 'hunter2')).toMatchObject({ code: 0 });
    const der = createPublicKey(readFileSync(erin.open)).export({ type: 'spki', format: 'der' });
    const done = await agreed(verb, () => {
      inKeys(
        folder,
        verb === 'add'
          ? `insert into key_operators (name, public_key, added_at) values ('erin', x'${der.toString('hex')}', 0)`
          : "delete from key_operators where name = 'erin'",
      );
      return 'hunter2';
    });
    expect(done).toMatchObject({ code: 1, out: '', err: expect.stringContaining('nothing was changed') });
  });

  it('asks for the passphrase of a key, and says what is wrong with a file', async () => {
    const { folder } = await vault();
    const [carol, dave] = [keyFiles('carol', 'hunter2'), keyFiles('dave')];
    for (const each of [carol, dave]) await change(folder, 'add', each);
    const id = idIn((await rotate(folder, dave)).err);
    const wrong = await approve(folder, id, carol, ['wrong']);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('cannot be opened with this passphrase') });
    expect((await approve(folder, id, carol, ['hunter2'])).code).toBe(0);
    const at = ['--data-dir', folder];
    const add = ['keys', 'operators', 'add', '--operator'];
    expect((await run([...add, 'erin', '--public-key', dave.own, ...at])).err).toContain('holds a private key');
    expect((await run([...add, 'erin', '--public-key', dave.open, ...at])).err).toContain('The operator dave has this');
    expect((await run([...add, 'a b', '--public-key', dave.open, ...at])).err).toContain('--operator NAME');
    expect((await run([...add, 'erin', '--public-key', join(folder, 'root.key'), ...at])).err).toContain('Ed25519');
    expect((await run(['keys', 'operators', 'remove', '--operator', 'nobody', ...at])).err).toContain(
      'no operator nobody',
    );
  });
});
