import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { authoritiesOf } from './authorities.ts';

it('reads the file of --egress-ca again when it has changed, and goes on with the old one when it is spoilt', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-authorities-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  const [first, second] = [certificateAuthority('First').cert, certificateAuthority('The second one').cert];
  writeFileSync(file, first);
  let now = 0;
  const warnings: string[] = [];
  const authorities = authoritiesOf(file, { warn: (message) => warnings.push(message), clock: () => now });
  const before = authorities();
  expect(before.at(-1)).toBe(first);

  now += 1000;
  expect(authorities()).toBe(before);
  writeFileSync(file, second);
  expect(authorities()).toBe(before);
  now += 1000;
  expect(authorities().at(-1)).toBe(second);

  writeFileSync(file, 'nothing');
  now += 1000;
  expect(authorities().at(-1)).toBe(second);
  expect(warnings).toHaveLength(1);
  rmSync(file);
  now += 1000;
  expect(authorities().at(-1)).toBe(second);
});
