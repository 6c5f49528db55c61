import { describe, expect, it } from 'vitest';
import { StoreError } from './store/errors.ts';
import { allTokens, startRig } from './testing/rig.ts';
import { createVault } from './vault.ts';

const from = { address: '192.0.2.1' };

describe('a vault', () => {
  it('finishes what it has taken when it closes, and refuses what comes then', async () => {
    const rig = await startRig();
    const key = await rig.application('server_to_server', allTokens('low'));
    const made = await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 1 } });
    await rig.send('GET', `/tokens/${made.body.id}`, { key });
    const underWay = rig.send('POST', '/tokens', { key, body: { type: 'token', data: 2 } });
    const closed = rig.vault.close();
    expect((await underWay).status).toBe(201);
    await closed;
    const late = await rig.send('GET', '/healthz');
    expect([late.status, late.body.type, late.headers.get('Retry-After')]).toEqual([503, 'unavailable', '5']);
    const line = rig.lines.find((each) => each.includes(late.body.instance)) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ msg: 'request', status: 503 });
    const rows = await rig.store.rows("select n from audit where operation = 'read'");
    expect(rows).toHaveLength(1);
    await rig.close();
  });

  it('answers 503 while its store cannot, also for readiness, and 500 for a defect, with nothing of it in the answer', async () => {
    const rig = await startRig();
    const { store, keyring, acme } = rig;
    const lines: string[] = [];
    const log = (fields: object, message: string) => lines.push(JSON.stringify({ ...fields, message }));
    const failing = (error: Error) =>
      createVault({
        store: { ...store, rows: () => Promise.reject(error) },
        keyring,
        clock: Date.now,
        random: (size) => new Uint8Array(size),
        log: { debug: log, info: log, warn: log, error: log },
        allowedOrigins: { frameAncestors: [], pinned: false, owner: () => undefined },
        every: () => () => {},
      });
    const call = async (error: Error, path: string) => {
      const request = new Request(`https://vault.test${path}`, { headers: { 'BT-API-KEY': acme.key } });
      const response = await failing(error).fetch(request, from);
      return { status: response.status, text: await response.text() };
    };
    const busy = new StoreError('busy', 'vault.db is held by another process.');
    expect((await call(busy, '/tokens')).status).toBe(503);
    expect((await call(busy, '/readyz')).status).toBe(503);
    expect((await call(busy, '/healthz')).status).toBe(200);
    const defect = await call(new TypeError('cannot read 4242424242424242'), '/tokens');
    expect(defect.status).toBe(500);
    expect(defect.text + lines.join('')).not.toContain('42424242');
    expect(lines.join('')).toContain('TypeError');
    expect(lines.join('')).toContain('held by another process');
    await rig.close();
  });

  it('cannot be told to keep verification codes for longer than a day', async () => {
    const rig = await startRig();
    const make = (cvcTtl: number) => () =>
      createVault({
        store: rig.store,
        keyring: rig.keyring,
        clock: Date.now,
        random: (size) => new Uint8Array(size),
        log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
        allowedOrigins: { frameAncestors: [], pinned: false, owner: () => undefined },
        every: () => () => {},
        cvcTtl,
      });
    for (const wrong of [0, -1, 1.5, Number.NaN, 24 * 60 * 60 * 1000 + 1]) expect(make(wrong)).toThrow(RangeError);
    expect(make(24 * 60 * 60 * 1000)).not.toThrow();
    await rig.close();
  });
});
