import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientAddress, parseTrustedProxies, TrustedProxiesError } from './client-address.ts';

const trusted = parseTrustedProxies('10.0.0.0/8, 192.0.2.7, fd00::/8');

it.each([
  ['the socket, without a header', '198.51.100.1', undefined, '198.51.100.1'],
  ['the socket, when it is no proxy of ours, whatever it claims', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  ['who the proxy saw', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  [
    'who the outermost of our proxies saw, not what the caller made up',
    '10.1.2.3',
    '1.1.1.1, 203.0.113.9, 192.0.2.7',
    '203.0.113.9',
  ],
  ['the last proxy, when all before it are ours too', '10.1.2.3', '10.0.0.9', '10.0.0.9'],
  ['the proxy, when what it wrote is no address', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['an IPv4 address in its plain form', '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
  ['an IPv6 address', 'fd00::1', '2001:db8::9', '2001:db8::9'],
  ['an address that was written with its port', '10.1.2.3', '203.0.113.9:50123', '203.0.113.9'],
  ['an IPv6 address that was written with its port', '10.1.2.3', '[2001:db8::9]:50123', '2001:db8::9'],
  ['the proxy, when behind an address stands something else', '10.1.2.3', '203.0.113.9:', '10.1.2.3'],
])('the client is %s', (_, socket, forwarded, expected) => {
  expect(clientAddress(socket, forwarded, trusted)).toBe(expected);
});

it('nobody but a trusted proxy can choose an address', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.string(), (socket, forwarded) => {
      fc.pre(!trusted(socket));
      expect(clientAddress(socket, forwarded, trusted)).toBe(socket);
    }),
  );
});

it.each(['10.0.0.0/33', '10.0.0.0/8/8', 'fd00::/129', 'proxy.example', '10.0.0', '10.0.0.0/', '/8'])(
  'a list with %s in it is refused',
  (entry) => {
    expect(() => parseTrustedProxies(`192.0.2.7, ${entry}`)).toThrow(TrustedProxiesError);
  },
);

it('an empty list trusts nobody', () => {
  expect(parseTrustedProxies(' , ')('127.0.0.1')).toBe(false);
});
