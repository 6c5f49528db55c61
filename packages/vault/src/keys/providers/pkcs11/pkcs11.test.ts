import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../../store/testing/temporary-folder.ts';
import type { WrapContext } from '../../root-key.ts';
import { providerSuite } from '../testing/provider-suite.ts';
import { attribute } from './inside/constants.ts';
import { parsePkcs11Uri } from './location.ts';
import { type Pkcs11Options, pkcs11RootKey } from './pkcs11.ts';
import { hasSoftHsm, softHsm, softTokens, type WantedKey } from './testing/soft-token.ts';

const context: WrapContext = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);
const pin = '4711-0815';

/** A folder with SoftHSM tokens, which processes that are started from now on see, and the root keys in them. */
const world = (folder: string) => {
  const tokens = softTokens(folder);
  vi.stubEnv('SOFTHSM2_CONF', tokens.environment.SOFTHSM2_CONF);
  const pinFile = join(folder, 'pin');
  writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
  const open: ReturnType<typeof pkcs11RootKey>[] = [];
  return {
    ...{ ...tokens, pinFile },
    at: (path: string, own: Partial<Pkcs11Options> = {}, module: string = softHsm.module) => {
      const named = parsePkcs11Uri(`${path}?module-path=${module}&pin-source=file:${pinFile}`);
      const provider = pkcs11RootKey({ ...named, patience: 60_000, ...own });
      open.push(provider);
      return provider;
    },
    close: () => {
      for (const provider of open) provider.end();
      vi.unstubAllEnvs();
    },
  };
};

const started = (...keys: WantedKey[]) => {
  const made = world(temporaryFolder());
  onTestFinished(made.close);
  made.make('payments', pin, ...keys);
  return made;
};

const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

// Where Debian's packages can be had, it is there; elsewhere its lack is told.
it('has SoftHSM to be tested with, where Debian has it', () => {
  if (!hasSoftHsm) process.stderr.write(`Not tested, because it is not installed: SoftHSM 2 (${softHsm.module})\n`);
  expect(hasSoftHsm || !existsSync('/usr/bin/apt-get'), 'install softhsm2, or run npm test as root').toBe(true);
});

const ways = [
  ['AES-256-GCM', 'ALL'],
  ['AES-256-KW', 'CKM_AES_KEY_WRAP,CKM_AES_KEY_WRAP_PAD'],
  ['AES-256-KWP', 'CKM_AES_KEY_WRAP_PAD'],
] as const;

describe.runIf(hasSoftHsm)('of SoftHSM', () => {
  for (const [algorithm, mechanisms] of ways) {
    providerSuite(`a token that offers ${algorithm}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tessera-token-'));
      const { make, offer, at, close } = world(folder);
      const value = randomBytes(32).toString('hex');
      make('payments', pin, { label: 'root', value }, { label: 'other' });
      offer(mechanisms);
      const provider = at('token=payments;object=root');
      await provider.health();
      expect(provider.describe().algorithm).toBe(`${algorithm} in a token`);
      return {
        ...{ provider, again: () => at('token=payments;object=root'), other: at('token=payments;object=other') },
        secrets: [pin, value],
        close: async () => {
          close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    });
  }
});

describe.runIf(hasSoftHsm)('a token', () => {
  it('that is taken out is out of reach, and is used again when it is back', async () => {
    const { at, remove } = started({ label: 'root' });
    const provider = at('token=payments;object=root');
    const wrapped = await provider.wrap(context, key());
    const putBack = remove();
    for (let n = 0; n < 2; n++) {
      await expect(provider.unwrap(context, wrapped)).rejects.toMatchObject({
        ...{ name: 'RootKeyError', code: 'unavailable' },
        message: expect.stringContaining('There is no token "payments" in any slot'),
      });
    }
    putBack();
    expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
  });

  it('opens what it has wrapped in another way, and says when it can no more', async () => {
    const { at, offer } = started({ label: 'root' });
    offer('CKM_AES_KEY_WRAP');
    const wrapped = await at('token=payments;object=root').wrap(context, key());
    offer('ALL');
    const both = at('token=payments;object=root');
    expect((await both.wrap(context, key()))[0]).toBe(1);
    expect(new Uint8Array(await both.unwrap(context, wrapped))).toEqual(key());
    offer('CKM_AES_GCM');
    await expect(at('token=payments;object=root').unwrap(context, wrapped)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('wrapped by AES-256-KW, which'),
    });
  });

  it.each<[string, WantedKey[], string, string, string]>([
    ['does not hold the key', [], 'token=payments;object=root', 'refused', 'is not there'],
    ['is not there', [{ label: 'root' }], 'token=other;object=root', 'unavailable', 'There is no token "other"'],
    ['is not in that slot', [{ label: 'root' }], 'slot-id=7;object=root', 'unavailable', 'There is no token slot 7'],
    [
      'holds the key twice',
      [
        { label: 'root', id: '01' },
        { label: 'root', id: '02' },
      ],
      ...(['token=payments;object=root', 'refused', 'more than once'] as const),
    ],
    [
      'holds a shorter key',
      [{ label: 'root', value: '00'.repeat(16) }],
      'token=payments;object=root',
      'refused',
      '256',
    ],
    [
      'gives the key out',
      [{ label: 'root', attributes: { [attribute.extractable]: true } }],
      ...(['token=payments;object=root', 'refused', 'can be taken out'] as const),
    ],
    [
      'shows the key',
      [{ label: 'root', attributes: { [attribute.sensitive]: false } }],
      ...(['token=payments;object=root', 'refused', 'can be taken out'] as const),
    ],
    [
      'does not let the key wrap',
      [{ label: 'root', attributes: { [attribute.encrypt]: false, [attribute.unwrap]: false } }],
      ...(['token=payments;object=root', 'refused', 'neither for AES-GCM'] as const),
    ],
  ])('that %s is refused in words', async (_, keys, path, code, words) => {
    const { at } = started(...keys);
    const error = await failure(at(path).health());
    expect(error).toMatchObject({ name: 'RootKeyError', code, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain(pin);
  });

  it('is told from another of the same name by its serial number, and a key by its id', async () => {
    const { at, make } = started({ label: 'root', id: '01' }, { label: 'root', id: '02' });
    expect(await failure(at('token=payments;object=root;id=%02').health())).toBeUndefined();
    make('payments', pin);
    await expect(at('token=payments;object=root;id=%02').health()).rejects.toMatchObject({
      message: expect.stringContaining('has 2 tokens "payments": name one of them by serial'),
    });
  });

  it('refuses a wrong PIN in words, and takes the right one when the file holds it', async () => {
    const { at, pinFile } = started({ label: 'root' });
    writeFileSync(pinFile, '9999-1234');
    const provider = at('token=payments;object=root');
    for (let n = 0; n < 2; n++) {
      const error = await failure(provider.health());
      expect(error).toMatchObject({
        code: 'refused',
        message: expect.stringContaining('is wrong. It is not tried again'),
      });
      expect(String(error)).not.toContain('9999-1234');
    }
    writeFileSync(pinFile, pin);
    await provider.health();
  });

  it.each<[string, (file: string) => void, string, string]>([
    ['is not there', (file) => rmSync(file), 'missing', 'cannot be read: there is no such file or folder (ENOENT)'],
    ['others may read', (file) => chmodSync(file, 0o640), 'exposed', 'chmod 600'],
    ['is empty', (file) => writeFileSync(file, '\n'), 'malformed', 'one line'],
    ['holds more', (file) => writeFileSync(file, `${pin}\n${pin}\n`), 'malformed', 'one line'],
  ])('is not asked with a file of the PIN that %s', async (_, change, code, words) => {
    const { at, pinFile } = started({ label: 'root' });
    change(pinFile);
    const error = await failure(at('token=payments;object=root').health());
    expect(error).toMatchObject({ name: 'RootKeyError', code, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain(pin);
  });

  it('says what is missing when there is no PIN', async () => {
    const { make } = started();
    make('bare', pin, { label: 'root' });
    const named = parsePkcs11Uri(`token=bare;object=root?module-path=${softHsm.module}`);
    const provider = pkcs11RootKey({ ...named, patience: 60_000 });
    onTestFinished(provider.end);
    await expect(provider.health()).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringContaining('name a file as pin-source'),
    });
  });

  it.each([
    ['is not there', '/nowhere/hsm.so', 'There is no file'],
    ['is no library', import.meta.filename, 'cannot be loaded'],
  ])('with a module that %s is refused in words', async (_, module, words) => {
    const error = await failure(started().at('token=payments;object=root', {}, module).health());
    expect(error).toMatchObject({ code: 'missing', message: expect.stringContaining(words) });
  });
});
