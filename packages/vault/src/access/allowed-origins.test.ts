import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AllowedOriginsError,
  originsOf,
  parseAllowedOrigins,
  parseFontOrigins,
  withListed,
} from './allowed-origins.ts';

const tenant = '017e12ef-9c00-7034-9c98-979ea00fb33c';
const other = '017e12ef-9c00-7034-9c98-979ea00fb33d';

describe('allowed origins', () => {
  it('belong to the tenant they name', () => {
    const origins = parseAllowedOrigins(
      `https://shop.example=${tenant}, https://pay.example:8443 = ${other.toUpperCase()}`,
    );
    expect(origins.owner('https://shop.example')).toBe(tenant);
    expect(origins.owner('https://pay.example:8443')).toBe(other);
    expect(origins.frameAncestors).toEqual(['https://shop.example', 'https://pay.example:8443']);
    expect(origins.pinned).toBe(true);
  });

  it.each([
    ['HTTPS://Shop.Example:443/', 'https://shop.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:80', 'http://localhost'],
    ['http://shop.localhost:3000', 'http://shop.localhost:3000'],
    ['http://127.1:3000', 'http://127.0.0.1:3000'],
  ])('read %s as browsers write it', (text, origin) => {
    const origins = parseAllowedOrigins(text);
    expect(origins.frameAncestors).toEqual([origin]);
    expect(origins.owner(origin)).toBe('only');
    expect(origins.pinned).toBe(false);
  });

  it.each([
    'null',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://shop.example.',
    'https://shop.example:444',
    'http://shop.example',
    'https://SHOP.example',
    'https://shop.example/',
    'https://user@shop.example',
    '',
  ])('do not allow %j in the name of https://shop.example', (origin) => {
    expect(parseAllowedOrigins('https://shop.example').owner(origin)).toBeUndefined();
  });

  it('are loopback pages when nothing is set', () => {
    const origins = parseAllowedOrigins();
    expect(origins.owner('http://localhost:3000')).toBe('only');
    expect(origins.owner('http://127.0.0.1:5173')).toBe('only');
    for (const origin of [
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://192.168.0.1',
      'null',
    ]) {
      expect(origins.owner(origin)).toBeUndefined();
    }
    expect(origins.frameAncestors).toContain('http://localhost:*');
  });

  it('are every web page with *, but nothing opaque', () => {
    const origins = parseAllowedOrigins('*');
    expect(origins.owner('https://any.example')).toBe('only');
    expect(origins.owner('null')).toBeUndefined();
    expect(origins.owner('file://')).toBeUndefined();
  });

  it.each([
    ['shop.example', 'write the scheme'],
    ['https://shop.example/checkout', 'must end after the host and port'],
    ['https://shop.example?x', 'must end after the host and port'],
    ['https://user:secret@shop.example', 'user or password'],
    ['https://@shop.example', 'user or password'],
    ['https://*.shop.example', 'wildcard'],
    ['http://shop.example', 'must use https'],
    ['http://127.0.0.1.shop.example', 'must use https'],
    ['http://shop-127.0.0.1.example', 'must use https'],
    ['http://shoplocalhost', 'must use https'],
    ['http://128.0.0.1', 'must use https'],
    ['https://[::1]:3000', 'IPv6'],
    ['https://shop.example.', 'dot'],
    ['https://shop.example=acme', 'id of a tenant'],
    [`https://shop.example=${tenant}=${other}`, 'once'],
    [`https://shop.example=${tenant},https://SHOP.example=${other}`, 'two tenants'],
    [`*=${tenant}`, 'cannot be given to a tenant'],
    ['https://', 'not an origin'],
    // Each of these would end the directive of a policy, or begin another source in it.
    ['https://shop.example;sandbox', 'letters, digits'],
    ['https://shop.example;script-src.example', 'letters, digits'],
    ["https://shop.example'none'", 'letters, digits'],
    ['https://shop(.example', 'letters, digits'],
  ])('refuse %s and say why', (text, reason) => {
    expect(() => parseAllowedOrigins(text)).toThrow(AllowedOriginsError);
    expect(() => parseAllowedOrigins(text)).toThrow(reason);
  });
});

describe('a setting and the lists of tenants together', () => {
  const page = 'https://shop.example';
  const list = (origin: string, tenantId = tenant) => [{ origin, tenantId }];

  it.each([
    ['nothing', '', page, tenant],
    ['another page', `https://other.example=${other}`, page, tenant],
    ['the page without a tenant', page, page, tenant],
    ['every page', '*', page, tenant],
    ['the page for another tenant, which stands', `${page}=${other}`, page, other],
  ])('where the setting names %s', (_, setting, origin, owner) => {
    const both = withListed(parseAllowedOrigins(setting), list(origin));
    expect(both.owner(origin)).toBe(owner);
    expect(both.owner('https://evil.example')).toBe(setting === '*' ? 'only' : undefined);
    expect(both.frameAncestors).toContain(setting === '*' ? '*' : origin);
  });

  it('name the tenant of each page where the list has those that the setting leaves open', () => {
    const pinned = (setting: string, origin: string) => withListed(parseAllowedOrigins(setting), list(origin)).pinned;
    expect(pinned(page, page)).toBe(true);
    expect(pinned(`${page},https://other.example`, page)).toBe(false);
    expect(pinned('*', page)).toBe(false);
    expect(pinned(`https://other.example=${other}`, page)).toBe(true);
    // Loopback pages of a vault without a setting are for trying things out.
    expect(pinned('', page)).toBe(true);
    expect(withListed(parseAllowedOrigins(), []).pinned).toBe(false);
  });

  it('show a tenant its own pages', () => {
    const both = withListed(parseAllowedOrigins(`https://other.example=${other}`), list(page));
    expect(originsOf(both, tenant)).toEqual([page]);
    expect(originsOf(both, other)).toEqual(['https://other.example']);
  });

  it('give no page to a tenant that neither names it for, and take none away', () => {
    const origins = ['https://a.example', 'https://b.example', 'https://c.example:8443', 'http://localhost:3000'];
    const entry = fc.tuple(fc.constantFrom(...origins, '*'), fc.constantFrom(undefined, tenant, other));
    const settings = fc.uniqueArray(entry, { selector: ([origin]) => origin }).map((entries) => {
      const named = entries.filter(([origin, id]) => origin !== '*' || id === undefined);
      return named.map(([origin, id]) => (id === undefined ? origin : `${origin}=${id}`)).join(',');
    });
    const lists = fc.uniqueArray(
      fc.record({ origin: fc.constantFrom(...origins), tenantId: fc.constantFrom(tenant, other) }),
      { selector: ({ origin }) => origin },
    );
    fc.assert(
      fc.property(settings, lists, (text, listed) => {
        const setting = parseAllowedOrigins(text);
        const both = withListed(setting, listed);
        for (const origin of [...origins, 'https://evil.example', 'null']) {
          const set = setting.owner(origin);
          const own = listed.find((each) => each.origin === origin)?.tenantId;
          const owner = both.owner(origin);
          expect(owner).toBe(set === tenant || set === other ? set : (own ?? set));
          if (own !== undefined) expect(both.frameAncestors.some((each) => each === origin || each === '*')).toBe(true);
        }
      }),
    );
  });
});

describe('font origins', () => {
  it('are none by default, and each is written as browsers write it', () => {
    expect(parseFontOrigins()).toEqual([]);
    expect(parseFontOrigins(' https://FONTS.example:443, http://localhost:8080,https://fonts.example ')).toEqual([
      'https://fonts.example',
      'http://localhost:8080',
    ]);
  });

  it.each([
    ['*', 'wildcard'],
    ['https://fonts.example/css2', 'must end after the host and port'],
    ['http://fonts.example', 'must use https'],
    ['https://fonts.example; script-src x', 'not an origin'],
  ])('refuse %s and say why', (text, reason) => {
    expect(() => parseFontOrigins(text)).toThrow(`font origin "${text}"`);
    expect(() => parseFontOrigins(text)).toThrow(reason);
  });
});
