import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { authenticatorAt } from './testing/authenticator.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
});
afterAll(async () => {
  await rig.close();
});

const address = '198.51.100.7';
const post = (path: string, body: unknown) => console.call('POST', path, { body, address });
const unreadable = <Body extends { response: object }>(body: Body) => ({
  ...body,
  response: { ...body.response, clientDataJSON: 'e30x' },
});

const signingIn = async () => {
  const { browser } = await console.operator('viewer');
  return { browser, options: (await post('/session/options', {})).body };
};

const enrolling = async () => {
  const { secret: link } = await console.invite('viewer');
  return {
    link,
    browser: authenticatorAt(consoleOrigin),
    options: (await post('/session/enrolment/options', { link })).body,
  };
};

it.each<[what: string, attempt: () => ReturnType<typeof post>]>([
  [
    'a signature over something that cannot be read',
    async () => {
      const { browser, options } = await signingIn();
      return await post('/session', unreadable(browser.sign(options)));
    },
  ],
  [
    'a forged signature',
    async () => {
      const { browser, options } = await signingIn();
      return await post('/session', browser.sign(options, { forged: true }));
    },
  ],
  [
    'an unknown passkey',
    async () => {
      const { browser, options } = await signingIn();
      return await post('/session', { ...browser.sign(options), id: 'AAAA', rawId: 'AAAA' });
    },
  ],
  ['a link that never existed', () => post('/session/enrolment/options', { link: 'A'.repeat(43) })],
  [
    'a new passkey for something that cannot be read',
    async () => {
      const { link, browser, options } = await enrolling();
      return await post('/session/enrolment', { link, response: unreadable(browser.make(options)) });
    },
  ],
  [
    'a new passkey that checked nobody',
    async () => {
      const { link, browser, options } = await enrolling();
      return await post('/session/enrolment', { link, response: browser.make(options, { unchecked: true }) });
    },
  ],
])('%s is refused, and the log has the address of who tried', async (_, attempt) => {
  const before = console.lines.length;
  const { status, body } = await attempt();
  expect([status, body.type]).toEqual([401, 'sign-in-failed']);
  const told = console.lines.slice(before).map((line) => JSON.parse(line));
  expect(told.filter(({ msg }) => msg === 'a sign-in was refused')).toEqual([
    expect.objectContaining({ level: 'warn', address, reason: expect.any(String) }),
  ]);
});

it('a session that is used from another network ends, and the log has whose it was and the address of who tried', async () => {
  const { operator, cookie } = await console.operator('viewer');
  const before = console.lines.length;
  expect((await console.call('GET', '/session', { cookie, address })).status).toBe(401);
  expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
  const told = console.lines.slice(before).map((line) => JSON.parse(line));
  expect(told.filter(({ level }) => level === 'warn')).toEqual([
    expect.objectContaining({
      operator_id: operator.id,
      address,
      msg: 'a session was used from another network, and has ended',
    }),
  ]);
  const { body } = await rig.send('GET', '/logs?details=true&entity_type=operator_session&size=1', {
    key: rig.acme.key,
  });
  expect(body.data).toMatchObject([{ operation: 'delete', actor_type: 'system', origin: '198.51.100.7' }]);
});
