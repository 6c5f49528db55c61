import { contract, openapi } from '@tessera/contract';
import { describe, expect, it } from 'vitest';
import { applicationTypes, grant, permissions } from './permissions.ts';

const held = (type: (typeof applicationTypes)[number]) =>
  permissions.filter((permission) => permission.application_types.includes(type)).map((permission) => permission.type);

describe('the permission table', () => {
  it('has the names that the contract declares, and so the SDK and the API description', () => {
    const { components } = openapi(contract, '1') as {
      components: { schemas: { PermissionName: { enum: string[] } } };
    };
    expect(components.schemas.PermissionName.enum.toSorted()).toEqual(permissions.map(({ type }) => type).toSorted());
  });

  it('has the management permissions, for management alone', () => {
    expect(held('management')).toEqual([
      'tenant:read',
      'tenant:update',
      'tenant:delete',
      'application:read',
      'application:create',
      'application:update',
      'application:delete',
      'reactor:read',
      'reactor:create',
      'reactor:update',
      'reactor:delete',
      'keys:create',
      'keys:read',
      'keys:delete',
      'proxy:read',
      'proxy:create',
      'proxy:update',
      'proxy:delete',
      'log:read',
      'report:read',
      'webhooks:read',
      'webhooks:create',
      'webhooks:update',
      'webhooks:delete',
    ]);
  });

  it('lets keys that stand on pages create and nothing else', () => {
    const creates = ['general', 'bank', 'pci', 'pii'].map((classification) => `token:${classification}:create`);
    expect(held('elements')).toEqual(['token-intent:create', ...creates]);
    expect(held('public')).toEqual(['token:create', 'token:update', 'token-intent:create', ...creates]);
  });

  it('lets servers do everything with tokens and manage nothing', () => {
    expect(held('server_to_server')).toHaveLength(4 * 8 + 4);
    expect(held('private')).toEqual([
      ...['create', 'read', 'search', 'update', 'delete', 'use'].map((name) => `token:${name}`),
      'proxy:invoke',
      ...['create', 'read', 'delete'].map((name) => `token-intent:${name}`),
    ]);
    expect(held('server_to_server').every((type) => /^token(-intent)?:|^proxy:invoke$/.test(type))).toBe(true);
  });

  it('describes a permission as the API reference does', () => {
    expect(permissions).toContainEqual({
      type: 'token:pci:read:low',
      description: 'Read tokens with PCI classification of low impact level',
      application_types: ['server_to_server'],
    });
  });
});

const replaced: Readonly<Record<string, string[]>> = {
  'token:read': ['token:general:read:low'],
  'token:use': ['token:general:use:proxy'],
};

describe('granting', () => {
  it.each([
    ['token:create', 'token:general:create'],
    ['token:read', 'token:general:read:low'],
    ['token:decrypt', 'token:general:read:high'],
    ['token:update', 'token:general:update'],
    ['token:delete', 'token:general:delete'],
    ['token:use', 'token:general:use:proxy'],
    ['bank:create', 'token:bank:create'],
    ['bank:read', 'token:bank:read:low'],
    ['bank:decrypt', 'token:bank:read:high'],
    ['bank:update', 'token:bank:update'],
    ['bank:delete', 'token:bank:delete'],
    ['bank:use', 'token:bank:use:proxy'],
    ['card:create', 'token:pci:create'],
    ['card:read', 'token:pci:read:low'],
    ['card:update', 'token:pci:update'],
    ['card:delete', 'token:pci:delete'],
    ['card:use', 'token:pci:use:proxy'],
  ])('replaces the legacy name %s by %s', (legacy, current) => {
    expect(grant('server_to_server', [legacy, current])).toEqual({
      permissions: [current],
      objections: [],
      migrated: true,
    });
  });

  it('refuses, for each type, every permission the table does not give it', () => {
    for (const type of applicationTypes) {
      const { permissions: granted, objections } = grant(
        type,
        permissions.map((permission) => permission.type),
      );
      expect(granted.toSorted()).toEqual(held(type).toSorted());
      // A name of before 2022 that is a name of today too has its old meaning for the types of 2022.
      const refused = permissions.filter(({ type: name }) => {
        const before = name.replace(/^token:(create|update|delete)$/, 'token:general:$1');
        return ![name, before, ...(replaced[name] ?? [])].some((each) => held(type).includes(each));
      });
      expect(objections).toHaveLength(refused.length);
    }
  });

  it.each([
    ['token:pci:creat', 'token:pci:creat is not a permission; did you mean token:pci:create?'],
    [
      'token:pci:read',
      'token:pci:read is not a permission; did you mean token:pci:read:low, token:pci:read:moderate, or token:pci:read:high?',
    ],
    ['log:reed', 'log:reed is not a permission; did you mean log:read?'],
    ['toString', 'toString is not a permission; GET /permissions lists them all.'],
    ['__proto__', '__proto__ is not a permission; GET /permissions lists them all.'],
    ['', 'This is not a permission; GET /permissions lists them all.'],
    ['4242424242424242', 'This is not a permission; GET /permissions lists them all.'],
  ])('does not know %j, and says what was probably meant', (name, message) => {
    expect(grant('server_to_server', ['token:pci:create', name]).objections).toEqual([{ index: 1, message }]);
  });

  it('names a permission that another type would have to hold', () => {
    expect(grant('elements', ['token:pci:read:high']).objections).toEqual([
      {
        index: 0,
        message: 'token:pci:read:high cannot be held by an application of type elements, only by server_to_server.',
      },
    ]);
  });

  it('keeps a legacy name from lifting a type over its table', () => {
    expect(grant('elements', ['token:decrypt']).objections).toHaveLength(1);
  });
});
