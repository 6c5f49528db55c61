import { contract, openapi, routes } from '@tessera/contract';
import { describe, expect, it } from 'vitest';
import { curlOf } from './curl.ts';
import { type Description, referenceResponse } from './reference.ts';
import { samples } from './samples.ts';

const page = (serverUrl?: string) => {
  const { body } = referenceResponse(openapi(contract, '1.0.0', serverUrl) as unknown as Description);
  return String(body);
};

describe('the reference', () => {
  it.each(routes(contract).map(({ name, route }) => ({ name: name.join('.'), route })))(
    'has a command for $name, with a body that the contract takes',
    ({ name, route: { method, path, body, passthrough } }) => {
      const headers = passthrough ? ['BT-PROXY-URL'] : [];
      const command = curlOf({ method, path, operationId: name, headers });
      expect(page()).toContain(
        command
          .replaceAll('&', '&amp;')
          .replaceAll('"', '&quot;')
          .replaceAll("'", '&#39;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;'),
      );
      expect(command).not.toMatch(/[{}]/.test(path) ? /\/\{/ : /^$/);
      if (!body) return;
      // The command holds the body between single quotes.
      expect(JSON.stringify(samples[name])).not.toContain("'");
      expect(body.safeParse(samples[name]), name).toMatchObject({ success: true });
    },
  );

  it('has no sample for an operation that is gone', () => {
    const names = new Set(routes(contract).map(({ name }) => name.join('.')));
    expect(Object.keys(samples).filter((name) => !names.has(name))).toEqual([]);
  });

  it('tells the address of the vault', () => {
    expect(page('https://vault.example')).toContain('VAULT=https://vault.example KEY=key_…');
    expect(page()).toContain('VAULT=http://localhost:4100 KEY=key_…');
  });
});
