import type { Effort } from '../effort/effort.ts';
import type { Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import { compileFor } from './evaluate.ts';
import { type Exposure, exposureOf, type Parts } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { fingerprint } from './fingerprint.ts';
import { jsonForm } from './json-form.ts';
import { labelsOf } from './labels.ts';
import { checkMask } from './mask.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

/** What a request, or a token that is there already, says about how its data is shown and found. */
export type Settings = Pick<
  Token,
  'tenantId' | 'type' | 'privacy' | 'metadata' | 'mask' | 'fingerprintExpression' | 'searchIndexes'
>;

export interface Derived {
  fingerprint: Uint8Array;
  /** By which the token is found. */
  labels: readonly Uint8Array[];
  /** What further expressions over `pci` data have to be held against. */
  exposure: Exposure | undefined;
}

const assertNoCode = (
  expression: string,
  { metadata = {} }: Settings,
  exposure: Exposure,
  effort: Effort,
  at: readonly string[],
): Promise<void> =>
  asProperty(at, async () => {
    const compiled = await compileFor(effort, expression, { variables: ['data', 'metadata'] });
    const show = (data: Json) => effort.run(() => jsonForm(compiled.evaluate({ data, metadata }, effort), effort));
    if (await exposure.showsCode(show)) throw invalid(at.join('.'), 'A fingerprint may not use a cvc.');
  });

/**
 * Runs the token's expressions on its data: checks what its own mask would show, and gives what it is known and found by. Throws 400
 * at the property whose expression does not fit the data, below `at`.
 */
export const derive = async (
  { keys, random, effort }: { keys: TenantKeys; random: Random; effort: Effort },
  settings: Settings,
  parts: Parts,
  at: readonly string[],
): Promise<Derived> => {
  const { tenantId, type, metadata, mask, fingerprintExpression: own, searchIndexes } = settings;
  const data = parts.lasting;
  const exposure = settings.privacy.classification === 'pci' ? exposureOf(parts, random, effort) : undefined;
  if (mask !== undefined) await checkMask(mask, data, { exposure, effort, at: [...at, 'mask'] });
  const place = [...at, own === undefined ? 'data' : 'fingerprint_expression'];
  if (own !== undefined && exposure) await assertNoCode(own, settings, exposure, effort, place);
  return {
    fingerprint: await fingerprint(keys, { tenantId, type, data, metadata }, own, effort, place),
    labels: await labelsOf(keys, searchIndexes ?? tokenType(type).searchIndexes, data, {
      exposure,
      effort,
      at: [...at, 'search_indexes'],
    }),
    exposure,
  };
};
