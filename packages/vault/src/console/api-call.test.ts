import { expect, it } from 'vitest';
import { asApiCall } from './api-call.ts';

it('passes a call on with all that belongs to it, and asks for its signal only when that is needed', () => {
  const { signal } = new AbortController();
  let asked = 0;
  const body = (async function* () {})();
  const request = {
    ...{ method: 'POST', url: 'https://console.test/api/tokens?page=2', headers: new Headers({ a: 'b' }), body },
    get signal() {
      asked += 1;
      return signal;
    },
  };
  const call = asApiCall(request, new URL(request.url));
  expect(call).toMatchObject({
    method: 'POST',
    url: 'https://console.test/tokens?page=2',
    headers: request.headers,
    body,
  });
  expect(asked).toBe(0);
  expect(call.signal).toBe(signal);
  expect(asApiCall(request, new URL('https://console.test/api')).url).toBe('https://console.test/');
});
