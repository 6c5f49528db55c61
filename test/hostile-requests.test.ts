import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effortLimits } from '../packages/vault/src/effort/effort.ts';
import { allTokens, type Rig, startRig } from '../packages/vault/src/testing/rig.ts';
import { type HostileCase, hostileCases } from './bench/hostile/corpus.ts';

/** Takes every bound away: the injected part of counter-proofs. */
const unbounded = {
  steps: Number.POSITIVE_INFINITY,
  characters: Number.POSITIVE_INFINITY,
  free: Number.POSITIVE_INFINITY,
  piece: Number.POSITIVE_INFINITY,
  data: Number.POSITIVE_INFINITY,
};

const mega = 1_000_000;

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const carryOut = async ({ prepare = [], request }: HostileCase) => {
  let id = '';
  for (const { method, path, body } of prepare) {
    const answer = await rig.send(method, path, { key, body });
    expect(answer.status).toBeLessThan(300);
    id ||= answer.body.id;
  }
  return await rig.send(request.method, request.path.replace('{id}', id), { key, body: request.body });
};

describe('a request that asks for far more work than it seems to', () => {
  // The search needs 19,000 tokens; tests of find-tokens.ts take the same bound with fewer.
  const cases = hostileCases.filter(({ refusedAs }) => refusedAs !== 'search-too-broad');

  it.each(cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const { status, body } = await carryOut(each);
    if (each.refusedAs) {
      expect([status, body.type]).toEqual([400, each.refusedAs]);
      return;
    }
    if (!each.refusedAt) {
      expect(status).toBeLessThan(300);
      return;
    }
    expect(status).toBe(400);
    const [named = ''] = Object.keys(body.errors);
    expect(named).toMatch(each.refusedAt);
    expect(JSON.stringify(body).length).toBeLessThan(1000);
  });
});

describe('the budget of a request', () => {
  const attack = (size: number) => ({
    type: 'token',
    data: 'secret',
    search_indexes: Array.from({ length: 5 }, () => `{{ data | pad_left: ${size}, 'x' | capitalize | last4 }}`),
  });

  const answerUnder = async (effort: Partial<typeof effortLimits>, body: object) => {
    const small = await startRig({ effort });
    const answer = await small.send('POST', '/tokens', {
      key: await small.application('server_to_server', allTokens()),
      body,
    });
    await small.close();
    return answer;
  };

  it('is one for all expressions, and without it the same request goes through', async () => {
    // Each of the five expressions is within the bound; all of them together are not.
    const effort = { ...effortLimits, steps: 1_000_000, piece: 1_000_000 };
    const one = { ...attack(20_000), search_indexes: attack(20_000).search_indexes.slice(0, 1) };
    expect((await answerUnder(effort, one)).status).toBe(201);
    const { status, body } = await answerUnder(effort, attack(20_000));
    expect([status, body.type]).toEqual([400, 'too-much-work']);
    expect(Object.keys(body.errors)[0]).toMatch(/^search_indexes\.[1-4]$/);
    expect((await answerUnder(unbounded, attack(20_000))).status).toBe(201);
  });

  it('counts the characters that expressions make, and without that the same request goes through', async () => {
    const mask = Array.from({ length: 20 }, () => "{{ data | pad_left: 2000, 'x' }}");
    const body = { type: 'token', data: 'x', mask };
    const refused = await answerUnder({ characters: 60_000 }, body);
    expect([refused.status, refused.body.type]).toEqual([400, 'too-much-work']);
    expect((await answerUnder(unbounded, body)).status).toBe(201);
  });

  it('names the body where that alone is too much', async () => {
    const { status, body } = await answerUnder({ steps: 60_000 }, { type: 'token', data: 'x'.repeat(3000) });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['body']]);
  });

  it('does not depend on how often work is given up and begun anew', async () => {
    const body = { ...attack(20_000), mask: '{{ data | upcase }}' };
    expect((await answerUnder({ free: 0, stretch: 1 }, body)).status).toBe(201);
  });
});

describe('the size of data', () => {
  const create = async (data: unknown, at = { send: rig.send, key }) => {
    const body = { type: 'token', data, fingerprint_expression: '{{ data.n | default: 1 }}' };
    return (await at.send('POST', '/tokens', { key: at.key, body })).body.id as string;
  };

  it('holds however often a patch of a megabyte is sent, and each refusal names the property', async () => {
    const id = await create({});
    const answers: unknown[] = [];
    for (let n = 0; n < 5; n += 1) {
      const data = { [`part ${n}`]: `${n}`.repeat(mega) };
      const { status, body } = await rig.send('PATCH', `/tokens/${id}`, { key, body: { data } });
      answers.push(status === 200 ? status : [status, Object.keys(body.errors)]);
    }
    expect(answers).toEqual([200, ...Array.from({ length: 4 }, () => [400, ['data']])]);
  });

  it('grows patch by patch without the bound', async () => {
    const unguarded = await startRig({ effort: unbounded });
    const other = await unguarded.application('server_to_server', allTokens());
    const id = await create({}, { send: unguarded.send, key: other });
    for (let n = 0; n < 3; n += 1) {
      const data = { [`part ${n}`]: 'x'.repeat(mega) };
      expect((await unguarded.send('PATCH', `/tokens/${id}`, { key: other, body: { data } })).status).toBe(200);
    }
    await unguarded.close();
  });

  it('holds after each patch, and one that keeps to it is taken', async () => {
    const id = await create({ a: 'x'.repeat(600_000) });
    const patch = (data: object) => rig.send('PATCH', `/tokens/${id}`, { key, body: { data } });
    expect((await patch({ b: 'x'.repeat(400_000) })).status).toBe(200);
    const { status, body } = await patch({ c: 'x'.repeat(400_000) });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['data']]);
    expect((await patch({ a: null, c: 'x'.repeat(400_000) })).status).toBe(200);
  });
});
