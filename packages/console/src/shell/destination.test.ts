import { describe, expect, it } from 'vitest';
import type { Session } from '../api/session.ts';
import { english } from '../words/english.ts';
import { destinationOf } from './destination.ts';

const tenant = { id: '0f5b3b3e-6f0e-4c53-8d3a-2a4a0b7c9d11', name: 'Acme' };
const session = (...permissions: string[]): Session => ({
  operator: { id: 'operator', name: 'Ada', role: 'support', tenant_id: null },
  tenants: [tenant],
  permissions,
  token_transform: null,
  actions: [],
  two_person: [],
  vault_url: null,
  expires_in: 900,
  ends_at: '2030-01-01T00:00:00+00:00',
});
const at = (path: string) => `/t/${tenant.id}${path}`;
const to = (path: string, who: Session) => destinationOf(path, who, english);

describe('an address', () => {
  it('leads from the start to the first page that the role allows', () => {
    expect(to('/', session('token:read', 'log:read'))).toEqual({ kind: 'redirect', to: at('/tokens') });
    expect(to('/', session('log:read'))).toEqual({ kind: 'redirect', to: at('/logs') });
    expect(to('/', session())).toEqual({ kind: 'redirect', to: at('/account') });
    expect(to('/', { ...session('log:read'), tenants: [] })).toMatchObject({
      kind: 'nowhere',
      title: english.shell.nothing,
    });
  });

  it('leads to a page with what its parts say', () => {
    expect(to(at('/tokens/a%2Fb%20c'), session('token:read'))).toMatchObject({
      kind: 'place',
      params: { id: 'a/b c' },
      tenant,
    });
    expect(to(at('/tokens/'), session('token:read'))).toMatchObject({ kind: 'place', params: {} });
  });

  it.each([
    ['a page that the role does not allow', at('/logs')],
    ['a page that is not there', at('/nothing')],
    ['a broken escape', at('/tokens/%E0%A4%A')],
    ['a page without a tenant', '/tokens'],
  ])('of %s leads nowhere', (_, path) => {
    expect(to(path, session('token:read'))).toMatchObject({ kind: 'nowhere', title: english.shell.noPlace });
  });

  it('of a tenant out of scope leads nowhere', () => {
    expect(to('/t/other/tokens', session('token:read'))).toMatchObject({ title: english.shell.noTenant });
  });
});
