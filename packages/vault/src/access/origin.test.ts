import { describe, expect, it } from 'vitest';
import { requestOrigin } from './origin.ts';

const fromOf = (type: 'elements' | 'public' | 'private' | 'server_to_server' | 'management', address: string) =>
  requestOrigin({ type }, address, 'trace').from;

describe('the origin of a request', () => {
  it('is the address of a server, and its trace id', () => {
    for (const type of ['private', 'server_to_server', 'management'] as const) {
      expect(requestOrigin({ type }, '203.0.113.77', 'trace')).toEqual({ from: '203.0.113.77', trace: 'trace' });
    }
  });

  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['unknown', 'unknown'],
  ])('is the network of whoever has a page open: %s', (address, network) => {
    for (const type of ['elements', 'public'] as const) expect(fromOf(type, address)).toBe(network);
  });

  it('is the address of whoever a session shows values to', () => {
    expect(requestOrigin({ type: 'elements', session: {} }, '203.0.113.77', 'trace').from).toBe('203.0.113.77');
  });
});
