import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RootKeyProvider, WrapContext } from '../../root-key.ts';
import type { Pause } from '../busy.ts';
import type { Asked, Reply, Trouble } from './cloud-stand-in.ts';

export interface OpenOptions {
  ca?: string | undefined;
  patience?: number;
  pause?: Pause;
}

/** A root key in a key service, as the suite needs it. */
export interface ServiceUnderTest {
  service: { calls: Asked[]; trouble: Trouble };
  /** What the clocks of both say. */
  now(): number;
  /** The root key, as another process has it. */
  open(own?: OpenOptions): RootKeyProvider;
  /** What the service says when it is asked too often. */
  throttled: Reply;
  /** What it says of a call that policies do not allow, and a word of what the operator reads then. */
  forbidden: [reply: Reply, said: string];
  /** Takes the key out of use, and back. */
  setEnabled(enabled: boolean): void;
  /** Has the service no longer take what the vault has proved itself with, while its owner has something new for it. */
  replaceCredentials(): void;
  /** Texts that no error may show. */
  secrets(): readonly string[];
  close(): Promise<void>;
}

const context: WrapContext = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);
const never: Pause = async () => expect.unreachable('there was nothing to wait for');

/** What every root key does that is in a key service. */
export const serviceSuite = (name: string, start: () => Promise<ServiceUnderTest>) =>
  describe(`a root key in ${name}`, () => {
    let made: ServiceUnderTest;
    beforeAll(async () => {
      made = await start();
    });
    afterAll(() => made.close());
    beforeEach(() => {
      Object.assign(made.service.trouble, { next: [], always: undefined, delay: 0, ahead: 0 });
      made.service.calls.length = 0;
    });

    /** Calls of each kind, and what they are refused with. */
    const refusals = async (provider: RootKeyProvider, wrapped: Uint8Array) => {
      const calls = [provider.unwrap(context, wrapped), provider.wrap(context, key()), provider.health()];
      return await Promise.all(calls.map((call) => call.catch((error: unknown) => error)));
    };

    it('is asked again while the service is too busy, after pauses that grow', async () => {
      const pauses: number[] = [];
      const provider = made.open({ pause: async (milliseconds) => void pauses.push(milliseconds) });
      const wrapped = await provider.wrap(context, key());
      expect(pauses).toEqual([]);
      made.service.trouble.next = [made.throttled, { status: 503, body: '' }, made.throttled];
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
      expect(pauses).toHaveLength(3);
      for (const [place, longest] of [200, 400, 800].entries()) {
        expect(pauses[place]).toBeGreaterThanOrEqual(longest / 2);
        expect(pauses[place]).toBeLessThanOrEqual(longest);
      }
    });

    it('waits as long as the service asks for, in seconds or until a time, and gives up where that is too long', async () => {
      const pauses: number[] = [];
      const provider = made.open({ pause: async (milliseconds) => void pauses.push(milliseconds) });
      const wrapped = await provider.wrap(context, key());
      const later = (seconds: string) => ({ ...made.throttled, headers: { 'Retry-After': seconds } });
      made.service.trouble.next = [later('1'), later(new Date(made.now() + 3000).toUTCString())];
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
      expect(pauses).toEqual([1000, 3000]);
      for (const tooLong of ['60', new Date(made.now() + 60_000).toUTCString()]) {
        made.service.trouble.always = later(tooLong);
        await expect(provider.unwrap(context, wrapped)).rejects.toMatchObject({ code: 'unavailable' });
      }
      expect(pauses).toHaveLength(2);
      // What is no time is passed over.
      made.service.trouble.always = undefined;
      made.service.trouble.next = [later('soon'), later('-5')];
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
      expect(pauses.slice(2).every((each) => each <= 400)).toBe(true);
    });

    it('is given up when the service stays too busy, after less than seven seconds of pauses', async () => {
      let waited = 0;
      const pause: Pause = async (milliseconds) => {
        waited += milliseconds;
      };
      const provider = made.open({ pause });
      made.service.trouble.always = made.throttled;
      await expect(provider.wrap(context, key())).rejects.toMatchObject({ name: 'RootKeyError', code: 'unavailable' });
      expect(waited).toBeGreaterThan(0);
      expect(waited).toBeLessThan(7000);
    });

    it('is reached over TLS with a certificate that is verified', async () => {
      await expect(made.open({ ca: undefined, pause: never }).health()).rejects.toMatchObject({ code: 'unavailable' });
      expect(made.service.calls).toEqual([]);
    });

    it('that is silent is given up', async () => {
      made.service.trouble.always = 'silence';
      await expect(made.open({ patience: 50, pause: never }).health()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('no answer in time'),
      });
    });

    it('that is taken out of use is told from a wrong key, and works again afterwards', async () => {
      const provider = made.open({ pause: never });
      const wrapped = await provider.wrap(context, key());
      made.setEnabled(false);
      for (const error of await refusals(provider, wrapped)) {
        expect(error).toMatchObject({
          name: 'RootKeyError',
          code: 'refused',
          message: expect.stringMatching(/disabled/),
        });
      }
      made.setEnabled(true);
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
    });

    it('that may not be used says what forbids it', async () => {
      const provider = made.open({ pause: never });
      const wrapped = await provider.wrap(context, key());
      const [reply, said] = made.forbidden;
      made.service.trouble.always = reply;
      for (const error of await refusals(provider, wrapped)) {
        expect(error).toMatchObject({ name: 'RootKeyError', code: 'refused', message: expect.stringContaining(said) });
      }
    });

    it.each<[string, Reply]>([
      ['broken', { status: 500, body: 'nonsense' }],
      ['something else', { status: 200, body: {} }],
      ['something that says nothing', { status: 200, body: '' }],
      ['longer than is read', { status: 200, body: 'x'.repeat(100_000) }],
      ['a page that leads elsewhere', { status: 307, body: '' }],
    ])('that is %s is told from a wrong key, in words without secrets', async (_, reply) => {
      const provider = made.open({ pause: async () => undefined });
      const wrapped = await provider.wrap(context, key());
      made.service.trouble.always = reply;
      for (const error of await refusals(provider, wrapped)) {
        expect(error).toMatchObject({ name: 'RootKeyError', code: 'unavailable' });
        for (const secret of [...made.secrets(), Buffer.from(key()).toString('base64')]) {
          expect(String(error)).not.toContain(secret);
        }
      }
    });

    it.each([200, 400, 401, 403, 500])(
      'that answers %i with what cannot be turned into text is no defect',
      async (status) => {
        const provider = made.open({ pause: async () => undefined });
        const wrapped = await provider.wrap(context, key());
        const trap = { toString: 1, valueOf: 1 };
        const inner = { code: trap, status: trap, message: trap, innererror: { code: trap } };
        const body = {
          __type: trap,
          error: inner,
          errors: [trap],
          value: trap,
          kid: trap,
          Plaintext: trap,
          plaintext: trap,
        };
        made.service.trouble.always = {
          status,
          body: { ...body, plaintextCrc32c: trap, access_token: trap, expires_in: trap },
        };
        for (const error of await refusals(provider, wrapped)) expect(error).toMatchObject({ name: 'RootKeyError' });
      },
    );

    it('takes new credentials when the old ones are no longer taken', async () => {
      const provider = made.open({ pause: never });
      const wrapped = await provider.wrap(context, key());
      made.replaceCredentials();
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
    });

    it.each([20, -20])('works when the clock of this machine is %i minutes off', async (minutes) => {
      made.service.trouble.ahead = minutes * 60_000;
      const provider = made.open({ pause: never });
      const wrapped = await provider.wrap(context, key());
      expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
    });
  });
