import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RootKeyError, TamperedError } from '../../keys/errors.ts';
import { pkcs11RootKey } from '../../keys/providers/pkcs11/pkcs11.ts';
import type { RootKeyPlace } from '../../keys/providers/place.ts';
import { localRootKey, type RootKeyProvider } from '../../keys/root-key.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { callsOn } from '../../threads/calls.ts';
import { lentToken, tokensIn } from './lent-tokens.ts';
import type { MainMethods } from './methods.ts';

const uri = 'pkcs11:token=payments;object=tessera';
const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);

const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

/** A key in a token, as several threads see it that have it lent by the one that talks to the token. */
const lent = (provider: RootKeyProvider, threads: number): RootKeyProvider[] => {
  const place: RootKeyPlace = { uri, keys: () => [provider], next: () => provider };
  return Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const [here, there] = [callsOn<MainMethods>(port1), callsOn<never>(port2)];
    onTestFinished(() => here.close());
    there.answer({ askToken: tokensIn([place]) });
    return lentToken(here)(uri);
  });
};

describe('a token that is lent to other threads', () => {
  it('wraps and unwraps for all of them', async () => {
    const [first, second] = lent(localRootKey(new Uint8Array(32).fill(1), uri), 2);
    const wrapped = await first?.wrap(context, key());
    expect(await second?.unwrap(context, wrapped ?? key())).toEqual(key());
    await second?.health();
    expect(first?.describe()).toMatchObject({ uri, heldBy: 'a hardware token' });
  });

  it('is given a wrong PIN once, however many of them need it', async () => {
    const pinFile = join(temporaryFolder(), 'pin');
    writeFileSync(pinFile, '4711-0815', { mode: 0o600 });
    const provider = pkcs11RootKey({
      ...{ location: { module: '/hsm.so', token: {} }, uri, pinFile },
      program: new URL('../../keys/providers/pkcs11/testing/wrong-pin-process.ts', import.meta.url),
    });
    onTestFinished(provider.end);
    const said = await Promise.all(lent(provider, 3).map((each) => failure(each.health())));
    for (const error of said) {
      expect(error).toBeInstanceOf(RootKeyError);
      expect(error).toMatchObject({ code: 'refused', message: expect.stringMatching(/^Try 1\. Correct /) });
    }
  });

  it('says of another key what it is: one that was changed, or one that nobody here uses', async () => {
    const [worker] = lent(localRootKey(new Uint8Array(32).fill(1), uri), 1);
    expect(await failure(worker?.unwrap(context, new Uint8Array(40)) ?? Promise.resolve())).toBeInstanceOf(
      TamperedError,
    );
    const missing = failure(tokensIn([])({ uri, operation: 'wrap', context, key: key() }));
    expect(await missing).toMatchObject({ name: 'RootKeyError', code: 'missing' });
  });
});
