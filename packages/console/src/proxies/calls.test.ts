import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { callsOf } from './calls.ts';

const vault = 'https://vault.example';

it('quotes what a shell would read otherwise', () => {
  const [curl] = callsOf({ key: "it's", requireAuth: false }, vault);
  expect(curl?.code).toContain(`-H 'BT-PROXY-KEY: it'\\''s'`);
  expect(curl?.code).not.toContain('BT-API-KEY');
});

it.each([true, false])('is JavaScript that sends the key of the proxy (%s: and an API key)', async (requireAuth) => {
  const [, node] = callsOf({ key: 'proxy"key', requireAuth }, vault);
  const sent: unknown[] = [];
  await runInNewContext(`(async () => { ${node?.code} })()`, {
    fetch: async (...call: unknown[]) => {
      sent.push(call);
      return { status: 200, text: async () => '' };
    },
    process: { env: { KEY: 'key_1' } },
    console: { log: () => undefined },
  });
  expect(sent).toEqual([
    [
      `${vault}/proxy`,
      {
        method: 'POST',
        headers: {
          'BT-PROXY-KEY': 'proxy"key',
          ...(requireAuth && { 'BT-API-KEY': 'key_1' }),
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ amount: 1999, number: '{{ TOKEN_ID | json: "$.number" }}' }),
      },
    ],
  ]);
});
