import { expect, it } from 'vitest';
import { sessionCookie } from './cookie.ts';

const secret = 'A'.repeat(43);

it('is for one host and https, where there is https', () => {
  const cookie = sessionCookie('https://console.example');
  expect(cookie.set(secret)).toBe(`__Host-tessera-console=${secret}; Path=/; HttpOnly; SameSite=Strict; Secure`);
  expect(cookie.read(`a=b; __Host-tessera-console=${secret}`)).toBe(secret);
  expect(cookie.read(`tessera-console=${secret}`)).toBeUndefined();
});

it('works over http on loopback, by another name', () => {
  const cookie = sessionCookie('http://localhost:4200');
  expect(cookie.set(secret)).toBe(`tessera-console=${secret}; Path=/; HttpOnly; SameSite=Strict`);
  expect(cookie.read(`tessera-console=${secret}`)).toBe(secret);
});

it.each([null, '', '__Host-tessera-console=', '__Host-tessera-console=short', `__Host-tessera-console="${secret}"`])(
  'is not read out of %j',
  (header) => {
    expect(sessionCookie('https://console.example').read(header)).toBeUndefined();
  },
);
