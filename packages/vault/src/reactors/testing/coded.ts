import { afterAll, beforeAll } from 'vitest';
import type { CodeGuards } from '../../api/code-calls.ts';
import type { Egress } from '../../egress/egress.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { allTokens, type Rig, type RigOptions } from '../../testing/rig.ts';

export const number = '4242424242424242';
export const card = { type: 'card', data: { number, expiration_month: 3, expiration_year: 2030, cvc: '947' } };

/** A way out that goes nowhere: a request is something that happens while code waits. */
const outside = (happens: () => Promise<void>): Egress => ({
  destination: () => {
    throw new TypeError('Nothing is called by its name here.');
  },
  check: async () => undefined,
  fetch: async () => {
    await happens();
    return { status: 200, headers: [], body: (async function* () {})() };
  },
  kept: () => 0,
  close: () => undefined,
});

/** A vault whose reactors have code that acts for an application. `guards` are those of its calls; counter-proofs take one away. */
export const coded = (start: (options: RigOptions) => Promise<Rig>, guards?: CodeGuards) => {
  let rig: Rig;
  let caller: string;
  const meanwhile = { happens: async (): Promise<void> => undefined };

  beforeAll(async () => {
    rig = await start({
      sandbox: createSandbox({ limits: { processor: 2000, processes: 2, spare: 0 } }),
      egress: outside(() => meanwhile.happens()),
      ...(guards && { codeGuards: guards }),
    });
    caller = await rig.application('server_to_server', [...allTokens(), 'token:pci:use:reactor']);
  }, 60_000);
  afterAll(() => rig.close());

  const manage = (method: string, path: string, body?: unknown, key = rig.acme.key) =>
    rig.send(method, path, { key, ...(body !== undefined && { body }) });

  /** An application that code may act for, by its id. */
  const application = async (permissions: string[], more: object = {}): Promise<string> => {
    const wish = { name: 'Code', type: 'private', permissions, ...more };
    const { status, text, body } = await manage('POST', '/applications', wish);
    if (status !== 201) throw new Error(text);
    return body.id;
  };

  /** A reactor whose code has this body, and acts for an application. */
  const reactor = async (code: string, applicationId: string | undefined): Promise<string> => {
    const { status, text, body } = await manage('POST', '/reactors', {
      name: 'Code',
      code: `module.exports = async (req) => { const { bt } = req; ${code} };`,
      ...(applicationId !== undefined && { application: { id: applicationId } }),
    });
    if (status !== 201) throw new Error(text);
    return body.id;
  };

  const react = (id: string, args: unknown = {}, headers: Record<string, string> = {}, how = 'react') =>
    rig.send('POST', `/reactors/${id}/${how}`, { key: caller, body: { args }, headers });

  /** What code comes to that acts for an application. */
  const run = async (code: string, applicationId: string | undefined, args: unknown = {}) =>
    await react(await reactor(code, applicationId), args);

  const token = async (body: object = card): Promise<string> => {
    const made = await rig.send('POST', '/tokens', { key: caller, body });
    if (made.status !== 201) throw new Error(made.text);
    return made.body.id;
  };

  return { rig: () => rig, caller: () => caller, meanwhile, manage, application, reactor, react, run, token };
};
