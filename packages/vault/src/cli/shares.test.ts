import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { armor, Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { decrypt, generateKey, readMessage } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

const shared = ['--root-key', 'shares:'];

/** A vault whose root key is in five shares, three of which give it. */
const sharedVault = async () => {
  const { folder, made } = await vault();
  const args = ['keys', 'shares', 'create', '--of', '5', '--need', '3', '--data-dir', folder, '--json'];
  const { code, out, err } = await run(args);
  expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(`Remove ${join(folder, 'root.key')}`) });
  const shares: string[] = JSON.parse(out).shares;
  expect(shares).toHaveLength(5);
  return { folder, made, shares };
};

const status = (folder: string, typed: readonly string[]) =>
  run(['keys', 'status', '--data-dir', folder, '--json', ...shared], {}, typed);

const unseal = (folder: string, typed: readonly string[]) =>
  run(['keys', 'unseal', '--data-dir', folder, '--json'], {}, typed);

describe('a root key in shares', { timeout: 60_000 }, () => {
  it('opens a vault with enough of them, in any order, and in no other way', async () => {
    const { folder, shares } = await sharedVault();
    const [one = '', two = '', three = '', four = '', five = ''] = shares;
    for (const enough of [
      [one, two, three],
      [five, three, one],
      [four, four, one, 'nothing', two],
    ]) {
      const { code, out } = await status(folder, enough);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ root_key: { version: 2 } });
    }
    const few = await status(folder, [one, two, one]);
    expect(few).toMatchObject({ code: 1, out: '' });
    expect(few.err).toContain('was given before');
    expect(few.err).toContain('Not enough shares were given');
    const old = await run(['keys', 'status', '--data-dir', folder]);
    expect(old.err).toContain('This is not the root key');
    const root = readFileSync(join(folder, 'root.key'), 'utf8').trim();
    for (const secret of [...shares, root]) expect(few.err + old.err).not.toContain(secret);
  });

  it('can be split anew without changing; shares of before are told apart', async () => {
    const { folder, shares } = await sharedVault();
    const args = ['keys', 'shares', 'renew', '--of', '3', '--need', '2', '--data-dir', folder, '--json', ...shared];
    expect((await run(args.slice(0, -2), {}, shares)).code).toBe(1);
    const renewed = await run(args, {}, shares.slice(0, 3));
    expect(renewed.code).toBe(0);
    const fresh: string[] = JSON.parse(renewed.out).shares;
    expect(fresh).toHaveLength(3);
    const old = await status(folder, shares);
    expect(old.err).toContain('of shares that were renewed since');
    expect(old.code).toBe(1);
    expect(JSON.parse((await status(folder, fresh.slice(1))).out)).toMatchObject({ root_key: { version: 2 } });
  });

  it('can be moved away again, and then shares open nothing', async () => {
    const { folder, shares } = await sharedVault();
    const file = join(folder, 'root.key');
    const args = ['keys', 'rotate', '--root', '--to', `file:${file}`, '--data-dir', folder, ...shared];
    expect((await run(args, {}, shares)).code).toBe(0);
    expect((await run(['keys', 'status', '--data-dir', folder])).code).toBe(0);
    expect((await status(folder, shares)).err).toContain('is not in shares');
  });

  it('is not split anew when it was replaced while custodians wrote down their shares', async () => {
    const { folder, shares } = await sharedVault();
    const at = ['--data-dir', folder];
    let moved: Promise<unknown> | undefined;
    const move = async () => {
      const to = ['--to', `file:${join(folder, 'root.key')}`];
      moved ??= run(['keys', 'rotate', '--root', ...to, ...at, ...shared], {}, shares);
      expect(await moved).toMatchObject({ code: 0 });
    };
    const renewed = await run(
      ['keys', 'shares', 'renew', '--of', '3', '--need', '2', ...at, ...shared],
      {},
      shares,
      move,
    );
    expect(renewed).toMatchObject({ code: 1, err: expect.stringContaining('are of no use') });
    expect((await run(['keys', 'status', ...at])).code).toBe(0);
    expect((await status(folder, shares)).err).toContain('is not in shares');
  });

  it('says that shares are of no use when the root key could not be replaced', async () => {
    const { folder } = await vault();
    const at = ['--data-dir', folder];
    let damage: (() => void) | undefined = () => {
      const db = new DatabaseSync(join(folder, 'keys.db'));
      db.exec("update wrapped_keys set wrapped = zeroblob(40) where purpose = 'audit'");
      db.close();
    };
    const create = await run(['keys', 'shares', 'create', '--of', '3', '--need', '2', ...at], {}, [], async () => {
      damage?.();
      damage = undefined;
      // Reads of one turn of the event loop see the same.
      await turn();
    });
    expect(create).toMatchObject({ code: 1, err: expect.stringContaining('are of no use') });
    expect(create.err).toContain('has been changed');
  });

  it('is refused with numbers that make no sense', async () => {
    const { folder } = await vault();
    const at = ['keys', 'shares', 'create', '--data-dir', folder];
    expect((await run([...at, '--of', '3', '--need', '4'])).err).toContain('--need may not be greater than --of');
    expect((await run([...at, '--of', '3', '--need', '1'])).err).toContain('from 2 to 20');
    expect((await run(['keys', 'shares', 'burn', '--of', '3', '--need', '2'])).err).toContain('one of create, renew');
    expect((await run(['init', '--tenant', 'Acme', '--data-dir', join(folder, 'new'), ...shared])).err).toContain(
      'keys shares create',
    );
  });
});

describe('shares that are encrypted', { timeout: 60_000 }, () => {
  const secret = (share: string | undefined) => share?.trim() ?? '';

  it('are read by their custodians alone, with age or OpenPGP, and give the root key', async () => {
    const { folder } = await vault();
    const identities = [await generateX25519Identity(), await generateHybridIdentity()];
    const recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
    const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'Carol' }], format: 'object' });
    const [key, list] = [join(folder, 'carol.asc'), join(folder, 'custodians')];
    writeFileSync(key, publicKey.armor());
    writeFileSync(list, `# Alice, Bob, Carol\n${recipients.join('\n')}\n\n${key}\n`);
    const args = ['keys', 'shares', 'create', '--of', '3', '--need', '3', '--recipients', list, '--data-dir', folder];
    const { code, out, err } = await run(args);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('these shares give') });
    expect(out + err).not.toContain('share1');
    for (const name of [...recipients, `OpenPGP ${publicKey.getFingerprint().toUpperCase()}`]) {
      expect(out).toContain(`for ${name} alone:`);
    }
    const blocks = out.match(/-----BEGIN[\s\S]+?-----END [^\n]+-----/g) ?? [];
    const byAge = async (block: string, identity: string) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return secret(await decrypter.decrypt(armor.decode(block), 'text'));
    };
    const message = await readMessage({ armoredMessage: blocks[2] ?? '' });
    const { data } = await decrypt({ message, decryptionKeys: privateKey });
    const shares = [
      await byAge(blocks[0] ?? '', identities[0] ?? ''),
      await byAge(blocks[1] ?? '', identities[1] ?? ''),
      secret(data),
    ];
    for (const share of shares) expect(share).toMatch(/^share1/);
    await expect(byAge(blocks[0] ?? '', identities[1] ?? '')).rejects.toThrow();
    expect((await status(folder, shares)).code).toBe(0);
  });

  it('are refused before anything changes, where a recipient is none', async () => {
    const { folder } = await vault();
    const list = join(folder, 'custodians');
    const age = await identityToRecipient(await generateX25519Identity());
    const { privateKey } = await generateKey({ userIDs: [{ name: 'Carol' }], format: 'object' });
    writeFileSync(join(folder, 'private.asc'), privateKey.armor());
    const old = readFileSync(join(folder, 'root.key'), 'utf8');
    for (const [lines, said] of [
      [[age], 'names 1, and there are 2 shares'],
      [[age, age], 'Recipient 2 stands there twice'],
      [
        [age, `${age.slice(0, -1)}${age.endsWith('q') ? 'p' : 'q'}`],
        'Recipient 2 is no age recipient, or was mistyped',
      ],
      [[age, join(folder, 'nothing.asc')], 'Recipient 2 begins not with age1, and is no file'],
      [[age, list], 'Recipient 2 is a file without an armored OpenPGP key'],
      [[age, join(folder, 'private.asc')], 'Recipient 2 is a private key'],
    ] as const) {
      writeFileSync(list, lines.join('\n'));
      const args = ['keys', 'shares', 'create', '--of', '2', '--need', '2', '--recipients', list, '--data-dir', folder];
      expect(await run(args)).toMatchObject({ out: '', err: expect.stringContaining(said) });
    }
    expect(readFileSync(join(folder, 'root.key'), 'utf8')).toBe(old);
    expect((await run(['keys', 'status', '--data-dir', folder])).code).toBe(0);
  });
});

describe('a vault that starts sealed', { timeout: 60_000 }, () => {
  it.each([1, 2])('opens share by share, and is sealed again when told, with %i workers', async (workers) => {
    const { folder, made, shares } = await sharedVault();
    const { url, end, err } = await serve(folder, [...shared, '--workers', String(workers)]);
    const ready = async () => {
      const answer = await fetch(`${url}/readyz`);
      return [answer.status, await answer.json()];
    };
    const call = async () => (await fetch(`${url}/applications/key`, { headers: { 'BT-API-KEY': made.key } })).status;
    const sealed = [503, { status: 'unavailable', root_key: 'sealed' }];
    expect(await ready()).toEqual(sealed);
    expect(await call()).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);

    const [one = '', two = '', three = '', four = ''] = shares;
    expect(JSON.parse((await unseal(folder, [one])).out)).toEqual({ sealed: true, given: 1, need: 3 });
    const again = await unseal(folder, [one]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('was given before') });
    const foreign = await sharedVault();
    expect((await unseal(folder, [foreign.shares[3] ?? ''])).err).toContain('of another root key');
    expect(JSON.parse((await unseal(folder, [two])).out)).toEqual({ sealed: true, given: 2, need: 3 });
    expect(await ready()).toEqual(sealed);
    expect(JSON.parse((await unseal(folder, [three, four])).out)).toMatchObject({ sealed: false });
    expect(await ready()).toEqual([200, { status: 'ok' }]);
    for (let n = 0; n < 4; n++) expect(await call()).toBe(200);

    expect((await run(['keys', 'seal', '--data-dir', folder])).out).toBe('The vault is sealed.\n');
    for (let n = 0; n < 4; n++) expect(await call()).toBe(503);
    expect(JSON.parse((await unseal(folder, [])).out)).toEqual({ sealed: true, given: 0, need: 3 });
    expect(JSON.parse((await unseal(folder, [four, two, one])).out)).toMatchObject({ sealed: false });
    expect(await call()).toBe(200);
    expect(await end()).toBe(0);
    for (const share of shares) expect(err()).not.toContain(share);
  });

  it('listens for shares on a socket that its owner alone can open, and hangs up on anything else', async () => {
    const { folder } = await sharedVault();
    const { end } = await serve(folder, shared);
    const path = join(folder, 'unseal.sock');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const text of ['hello\n', '{"ask":"share","share":7}\n', 'x'.repeat(5000)]) {
      const socket = connect(path);
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.on('error', () => undefined).resume();
      socket.write(text);
      await closed;
    }
    expect(JSON.parse((await unseal(folder, [])).out)).toMatchObject({ sealed: true, given: 0 });
    await end();
    expect((await unseal(folder, [])).err).toContain('No vault with its root key in shares answers');
  });
});
