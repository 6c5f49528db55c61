import { describe, expect, it } from 'vitest';
import { egressGuards } from '../egress/egress-guards.ts';
import { destination } from './testing/destination.ts';

const inside = 'https://inside.example/metadata';
const ask = `module.exports = async () => ({ body: String((await fetch('${inside}')).status) });`;
const hosts = ({ psp }: ReturnType<typeof destination>) => psp.seen.map(({ headers }) => headers.host);

describe('a name that leads inside', { timeout: 60_000 }, () => {
  const world = destination();

  it('is reached neither by a stored proxy nor by code of its transforms, with a key and without', async () => {
    for (const require_auth of [true, false]) {
      const credentials = require_auth ? { key: world.key() } : {};
      const direct = await world.store({ destination_url: inside, require_auth });
      expect((await world.via(direct, 'GET', '', credentials)).body.proxy_error.type).toBe('destination-not-allowed');
      const request_transforms = [{ type: 'code', code: ask }];
      const byCode = await world.store({ require_auth, request_transforms });
      expect((await world.via(byCode, 'POST', '', credentials)).body.proxy_error.type).toBe('reactor-failed');
    }
    expect(world.psp.seen).toEqual([]);
  });
});

describe('the same without the check of addresses', { timeout: 60_000 }, () => {
  const world = destination({ ...egressGuards, mayReach: () => true });

  it('is reached both ways', async () => {
    const direct = await world.store({ destination_url: inside });
    expect((await world.via(direct, 'GET', '', { key: world.key() })).status).toBe(200);
    const byCode = await world.store({ request_transforms: [{ type: 'code', code: ask }] });
    expect((await world.via(byCode, 'POST', '', { key: world.key() })).sent?.body).toBe('200');
    expect(hosts(world)).toEqual(['inside.example', 'inside.example', 'psp.example']);
  });
});
