import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBins } from '../bins/import-bins.ts';
import { readBins } from '../bins/read-bins.ts';
import { type Rig, startRig } from '../testing/rig.ts';

const table = `bin,brand,funding,segment,issuer,country
424242,visa,credit,consumer,First Bank,US
42424299,,prepaid,,,
371449,,,,,DE
`;

interface Side {
  rig: Rig;
  keys: Record<'server' | 'management' | 'elements' | 'public', string>;
}

const start = async (elementsBins: boolean): Promise<Side> => {
  const rig = await startRig({ elementsBins, limits: { elementsPerSecond: 1000 } });
  await importBins(rig.store, readBins(table));
  rig.pass(1000);
  const keys = {
    server: await rig.application('server_to_server', ['token:general:create']),
    management: rig.acme.key,
    elements: await rig.application('elements', ['token:pci:create']),
    public: await rig.application('public', ['token:create']),
  };
  return { rig, keys };
};

let usual: Side;
let open: Side;
beforeAll(async () => {
  [usual, open] = await Promise.all([start(false), start(true)]);
});
afterAll(() => Promise.all([usual, open].map(({ rig }) => rig.close())));

const ask = ({ rig, keys }: Side, bin: string, as: keyof Side['keys'] = 'server', address = '192.0.2.1') =>
  rig.send('GET', `/enrichments/card-details?bin=${bin}`, { key: keys[as], address });

const rangeOf = (bin: string) => ({ binRange: [{ binMin: bin, binMax: bin }] });

const visa = { brand: 'visa', funding: 'credit', segment: 'consumer', issuer: { name: 'First Bank', country: 'US' } };

describe('GET /enrichments/card-details', () => {
  it('tells servers what the table says of all cards that begin so, and the brand by the networks where it says none', async () => {
    expect((await ask(usual, '42424211')).body).toEqual({ ...visa, ...rangeOf('42424211') });
    expect((await ask(usual, '42424299', 'management')).body).toEqual({
      ...{ brand: 'visa', funding: 'prepaid', segment: null, issuer: null },
      ...rangeOf('42424299'),
    });
    expect((await ask(usual, '371449')).body).toEqual({
      ...{ brand: 'american-express', funding: null, segment: null, issuer: { country: 'DE' } },
      ...rangeOf('371449'),
    });
    const unknown = { brand: null, funding: null, segment: null, issuer: null };
    expect((await ask(usual, '999999')).body).toEqual({ ...unknown, ...rangeOf('999999') });
    // Cards that begin with these six digits are not all of one kind.
    expect((await ask(usual, '424242')).body).toEqual({ ...unknown, brand: 'visa', ...rangeOf('424242') });
  });

  it.each(['elements', 'public'] as const)(
    'tells keys of type %s the brand alone, unless the operator lets pages ask the table',
    async (type) => {
      expect((await ask(usual, '42424211', type)).body).toEqual({ brand: 'visa', ...rangeOf('42424211') });
      expect((await ask(usual, '99999999', type)).body).toEqual({ brand: null, ...rangeOf('99999999') });
      expect((await ask(open, '42424211', type)).body).toEqual({ ...visa, ...rangeOf('42424211') });
    },
  );

  it('answers a key in pages 60 times at once and then once a second from an address, and servers as often as they ask', async () => {
    const statuses = async (side: Side, as: keyof Side['keys'], count: number, address: string) => {
      const answers = [];
      for (let n = 0; n < count; n += 1) answers.push(await ask(side, String(400_000 + n), as, address));
      return answers;
    };
    const answers = await statuses(open, 'elements', 61, '192.0.2.20');
    expect(answers.slice(0, 60).map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
    const last = answers.at(-1);
    expect([last?.status, last?.body.type, last?.headers.get('Retry-After')]).toEqual([429, 'rate-limited', '1']);
    expect((await ask(open, '424242', 'elements', '192.0.2.21')).status).toBe(200);
    // Other calls of the page go on.
    const { status } = await open.rig.send('POST', '/tokens', {
      ...{ key: open.keys.elements, address: '192.0.2.20' },
      body: { type: 'card', data: { number: '4242424242424242' } },
    });
    expect(status).toBe(201);
    open.rig.pass(1000);
    expect((await ask(open, '424242', 'elements', '192.0.2.20')).status).toBe(200);
    expect((await ask(open, '424242', 'elements', '192.0.2.20')).status).toBe(429);
    const servers = await statuses(usual, 'server', 70, '192.0.2.20');
    expect(servers.every((answer) => answer.status === 200)).toBe(true);
  });

  it.each([
    '',
    '42424',
    '4242424242424242',
    '424242424',
    '42424a',
    ' 424242',
    '４２４２４２',
    'null',
    '424242&bin=424242',
  ])('refuses %j without repeating it, since it could be a whole number', async (bin) => {
    const { status, body } = await ask(usual, encodeURI(bin));
    expect([status, body.type]).toEqual([400, 'validation']);
    expect(Object.keys(body.errors)).toEqual(['bin']);
    expect(JSON.stringify(body.errors)).not.toMatch(/4242/);
  });

  it('needs a key, and the name of what is asked', async () => {
    const { rig, keys } = usual;
    expect((await rig.send('GET', '/enrichments/card-details?bin=424242', {})).status).toBe(401);
    const { status, body } = await rig.send('GET', '/enrichments/card-details', { key: keys.server });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['bin']]);
  });

  it('leaves the verification of bank accounts to services that ask banks', async () => {
    const { rig, keys } = usual;
    const answer = await rig.send('POST', '/enrichments/bank-account-verify', { key: keys.server, body: {} });
    expect([answer.status, answer.body.type]).toEqual([501, 'not-offered']);
  });
});
