import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { metricsPage } from './metrics-page.ts';
import { prometheus } from './prometheus.ts';

const number = '4242424242424242';
const card = { type: 'card', data: { number, expiration_month: 12, expiration_year: 2040, cvc: '123' } };

const exposition = prometheus();
let rig: Rig;
let server: string;
let masked: string;
beforeAll(async () => {
  rig = await startRig({ metrics: exposition });
  server = await rig.application('server_to_server', allTokens());
  masked = await rig.application('server_to_server', allTokens('low'));
});
afterAll(async () => {
  await rig.close();
});

/** The samples of one metric: its labels as text, and its value. */
const samples = async (name: string): Promise<Record<string, number>> => {
  const lines = (await exposition.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => {
      const [, labels = '', value] = /^\w+(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return [labels, Number(value)];
    }),
  );
};

describe('metrics', () => {
  it('count requests by route pattern, method and status, and tokens by type and what was shown', async () => {
    const { body } = await rig.send('POST', '/tokens', { key: server, body: card });
    await rig.send('POST', '/tokenize', { key: server, body: { a: 'x', b: [card, null] } });
    await rig.send('POST', '/tokens', { key: server, body: { type: 'card', data: { number: `${number}1` } } });
    await rig.send('GET', `/tokens/${body.id}`, { key: server });
    await rig.send('GET', `/tokens/${body.id}`, { key: masked });
    await rig.send('GET', `/tokens/${number}`, { key: server });
    await rig.send('PROPFIND', `/${number}`, { key: number });

    const requests = await samples('tessera_http_request_duration_seconds_count');
    expect(requests).toMatchObject({
      'method="POST",route="/tokens",status="201"': 1,
      'method="POST",route="/tokens",status="400"': 1,
      'method="GET",route="/tokens/{id}",status="200"': 2,
      'method="GET",route="/tokens/{id}",status="404"': 1,
      'method="other",route="none",status="404"': 1,
    });
    expect(await samples('tessera_tokens_created_total')).toEqual({ 'type="card"': 2, 'type="token"': 1 });
    expect(await samples('tessera_tokens_read_total')).toEqual({
      'type="card",disclosure="reveal"': 1,
      'type="card",disclosure="mask"': 1,
    });
  });

  it('count the commits of the data store and the writes in them', async () => {
    const before = (await samples('tessera_store_batch_writes_sum'))[''] ?? 0;
    await Promise.all(
      [1, 2, 3].map((data) => rig.send('POST', '/tokens', { key: server, body: { type: 'token', data } })),
    );
    expect((await samples('tessera_store_batch_writes_sum'))['']).toBe(before + 3);
    const commits = (await samples('tessera_store_batch_writes_count'))[''];
    expect((await samples('tessera_store_batch_duration_seconds_count'))['']).toBe(commits);
  });

  it('hold no id, key or value in any label', async () => {
    const text = await exposition.text();
    for (const secret of [number, server, rig.acme.key, rig.acme.tenantId, rig.acme.applicationId]) {
      expect(text).not.toContain(secret);
    }
    const labels = [...text.matchAll(/\b(\w+)="/g)].map(([, name]) => name);
    const known = [
      'method',
      'route',
      'status',
      'type',
      'disclosure',
      'le',
      'kind',
      'space',
      'version',
      'major',
      'minor',
      'patch',
    ];
    expect([...new Set(labels)].filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

describe('the page of metrics', () => {
  const page = metricsPage(exposition);
  const ask = (path: string, method = 'GET') =>
    page(new Request(`http://127.0.0.1:9100${path}`, { method }), { address: '127.0.0.1' });

  it('answers GET /metrics in the exposition format, and nothing else', async () => {
    const answer = await ask('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    expect(answer.body).toContain('nodejs_eventloop_lag_p99_seconds');
    const refused = [await ask('/metrics', 'POST'), await ask('/tokens')];
    expect(refused.map(({ status }) => status)).toEqual([405, 404]);
    for (const { headers } of [answer, ...refused]) {
      expect(headers).toMatchObject({
        'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      });
    }
  });
});
