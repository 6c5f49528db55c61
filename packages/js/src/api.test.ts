import { createClient } from '@tessera/client';
import { createElements } from '@tessera/elements';
import { expect, it } from 'vitest';
import { withElements } from './api.ts';

it('the proxy takes no elements: their values go to the vault alone', async () => {
  const elements = createElements({ vaultOrigin: 'https://vault.example', apiKey: 'key_1' });
  const sent: string[] = [];
  const client = createClient({
    apiBaseUrl: 'https://vault.example',
    fetch: async (input) => {
      sent.push(new Request(input).url);
      return Response.json({});
    },
  });
  const { proxy } = withElements(client, elements);
  const body = { card: { number: elements.createElement('cardNumber') } };
  await expect(proxy.post({ body })).rejects.toMatchObject({ code: 'reference-not-allowed' });
  expect(sent).toEqual([]);
  await proxy.post({ path: '/charges', body: { card: '{{ id }}' } });
  expect(sent).toEqual(['https://vault.example/proxy/charges']);
});
