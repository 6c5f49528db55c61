import { describe, expect, it } from 'vitest';
import { DestinationsError, parseDestinations } from './allow-list.ts';

const tenant = '8f1b6f0a-2f0c-4b8e-9f59-5f5a2d0c1e11';
const other = '8f1b6f0a-2f0c-4b8e-9f59-5f5a2d0c1e12';

describe('allowed destinations', () => {
  it.each<[string, string, boolean]>([
    ['', 'api.example', true],
    ['', 'localhost:8443', false],
    ['*', 'api.example', true],
    ['*', 'localhost:8443', false],
    ['*, localhost:8443', 'localhost:8443', true],
    ['localhost:8443', 'localhost:844', false],
    ['API.example', 'api.example', true],
    ['api.example', 'www.api.example', false],
    ['api.example', 'api.example:8443', false],
    ['*.scheme.example', 'api.scheme.example', true],
    ['*.scheme.example', 'scheme.example', false],
    ['*.scheme.example', 'evilscheme.example', false],
    ['*.scheme.example', 'api.scheme.example.evil.example', false],
    [`api.example=${tenant}`, 'api.example', true],
    [`api.example=${other}`, 'api.example', false],
    [`api.example=${other}, *=${tenant}`, 'api.example', true],
  ])('of %j, asked about %s, say %s', (text, destination, expected) => {
    expect(parseDestinations(text).allowed(tenant, destination)).toBe(expected);
  });

  it('name what may be reached on this machine', () => {
    const named = parseDestinations(`*, localhost:8443, [::1]:9000=${tenant}, api.example`).loopback;
    expect([...named]).toEqual(['localhost:8443', '[::1]:9000']);
  });

  it.each([
    'example',
    'https://api.example',
    'api.example/path',
    'user@api.example',
    'api.*.example',
    '*api.example',
    '**.example',
    '*.',
    'api..example',
    'localhost:',
    'localhost:0',
    'localhost:99999',
    'localhost:8443/x',
    'x/localhost:8443',
    '*:8443',
    'api.example=',
    'api.example=acme',
    `api.example=x${tenant}`,
    `api.example=${tenant}x`,
    `api.example=${tenant}=${other}`,
  ])('are refused where one of them is %j', (entry) => {
    expect(() => parseDestinations(`fine.example, ${entry}`)).toThrow(DestinationsError);
    expect(() => parseDestinations(`fine.example, ${entry}`)).toThrow(`allowed destination "${entry}"`);
  });
});
