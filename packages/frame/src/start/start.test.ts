import { describe, expect, it } from 'vitest';
import { guards } from './guards.ts';
import { allowsOrigin } from './origins.ts';
import { refusalOf } from './refusal.ts';

type Parts = { href?: string; origin?: string; parent?: 'self' | 'foreign' | 'vault' };

/** A window at an address, under a page of another origin unless told otherwise. */
const windowAt = ({ href = 'https://vault.example/elements/', origin, parent = 'foreign' }: Parts) => {
  const location = new URL(href);
  // A window shows the iframe around it to its own origin alone (HTML §7.2.2.4).
  const frameElement = parent === 'vault' ? {} : null;
  const window = { location, origin: origin ?? location.origin, parent: {} as object, frameElement };
  if (parent === 'self') window.parent = window;
  return window as unknown as Window & { origin: string };
};

describe('a frame', () => {
  it.each<[string, Parts]>([
    ['over https in a page of another origin', {}],
    ['over http on loopback', { href: 'http://localhost:4100/elements/' }],
    ['over http on a loopback address', { href: 'http://127.0.0.1:4100/elements/' }],
    ['over http on IPv6 loopback', { href: 'http://[::1]:4100/elements/' }],
  ])('starts %s', (_, parts) => {
    expect(refusalOf(windowAt(parts), guards.refusal)).toBeUndefined();
  });

  it.each<[string, string, Parts]>([
    ['frame-top-level', 'in a tab of its own', { parent: 'self' }],
    ['frame-opaque-origin', 'in a sandbox', { origin: 'null' }],
    ['frame-same-origin', 'in a page of the vault', { parent: 'vault' }],
    ['frame-insecure', 'over http', { href: 'http://vault.example/elements/' }],
    ['frame-insecure', 'over http on a host that looks local', { href: 'http://localhost.evil.example/elements/' }],
    ['frame-insecure', 'over http on an address of a network', { href: 'http://128.0.0.1/elements/' }],
  ])('refuses to start as %s %s', (code, _, parts) => {
    expect(refusalOf(windowAt(parts), guards.refusal)).toBe(code);
  });
});

describe('the allowed origins', () => {
  const allowed = allowsOrigin(['https://shop.example', 'http://localhost:*']);

  it.each(['https://shop.example', 'http://localhost', 'http://localhost:4000'])('hold %s', (origin) => {
    expect(allowed(origin)).toBe(true);
  });

  it.each([
    'null',
    '',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://shop.example:444',
    'https://shop.example.',
    'https://SHOP.example',
    'https://user@shop.example',
    'https://shop.example/',
    'http://shop.example',
    'https://xn--shp-sna.example',
    'http://localhost:4000.evil.example',
    'http://localhost:4000@evil.example',
    'http://localhost:',
    'http://localhost:x4000',
    'http://localhost:400000',
    'http://localhost.evil.example',
    'https://localhost:4000',
  ])('do not hold %j', (origin) => {
    expect(allowed(origin)).toBe(false);
  });

  it('are all but opaque ones when the operator says so', () => {
    expect(allowsOrigin(['*'])('https://any.example')).toBe(true);
    expect(allowsOrigin(['*'])('null')).toBe(false);
  });
});
