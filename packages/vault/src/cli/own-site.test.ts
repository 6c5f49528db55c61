import { expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { assertOwnSite } from './own-site.ts';

const assertion =
  (origins: string | undefined, own: Partial<Parameters<typeof assertOwnSite>[0]> = {}) =>
  () =>
    assertOwnSite(
      {
        'own-site': true,
        'public-url': 'https://vault.example',
        'console-public-url': undefined,
        'allowed-origins': origins,
        ...own,
      },
      parseAllowedOrigins(origins),
    );

it.each([
  undefined,
  '*',
  'https://shop.example',
  'https://notvault.example, https://vault.example.shop.example',
  'https://shop.example:8443',
])('takes a vault with a domain of its own beside pages %j', (origins) => {
  expect(assertion(origins)).not.toThrow();
});

it.each([
  ['https://vault.example', 'https://vault.example'],
  ['https://shop.example, https://vault.example:8443', 'https://vault.example:8443'],
  ['https://shop.vault.example', 'https://shop.vault.example'],
])('refuses pages %s on the domain of the vault, and names them', (origins, named) => {
  expect(assertion(origins)).toThrow(`but ${named} is there as well`);
});

it('refuses a page on the domain above the vault', () => {
  expect(assertion('https://shop.example', { 'public-url': 'https://vault.shop.example' })).toThrow(
    'but https://shop.example is there as well',
  );
});

it('refuses a console there', () => {
  expect(assertion('*', { 'console-public-url': 'https://console.vault.example' })).toThrow(
    'but https://console.vault.example is there as well',
  );
});

it('needs to know the domain, and looks at nothing without the flag', () => {
  expect(assertion(undefined, { 'public-url': undefined })).toThrow('--own-site needs --public-url');
  expect(assertion('https://vault.example', { 'own-site': false })).not.toThrow();
});
