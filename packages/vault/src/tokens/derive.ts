import { compile } from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { type Parts, showsCode } from './exposure.ts';
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
}

const assertNoCode = (
  expression: string,
  parts: Parts,
  settings: Settings,
  services: Services,
  at: readonly string[],
) => {
  const { metadata = {} } = settings;
  const compiled = compile(expression, { variables: ['data', 'metadata'] });
  const show = (data: Json) => jsonForm(compiled.evaluate({ data, metadata }));
  if (showsCode(show, parts, services.random)) throw invalid(at.join('.'), 'A fingerprint may not use a cvc.');
};

/**
 * Runs the token's expressions on its data: checks what its own mask would show, and gives what it is known and found by. Throws 400
 * at the property whose expression does not fit the data, below `at`.
 */
export const derive = (
  services: Services,
  keys: TenantKeys,
  settings: Settings,
  parts: Parts,
  at: readonly string[],
): Derived => {
  const { tenantId, type, metadata, mask, fingerprintExpression: own, searchIndexes } = settings;
  const pci = settings.privacy.classification === 'pci';
  if (mask !== undefined) checkMask(mask, parts, pci, services.random, [...at, 'mask']);
  const place = [...at, 'fingerprint_expression'];
  if (own !== undefined && pci) asProperty(place, () => assertNoCode(own, parts, settings, services, place));
  return {
    fingerprint: fingerprint(keys, { tenantId, type, data: parts.lasting, metadata }, own, place),
    labels: labelsOf(keys, searchIndexes ?? tokenType(type).searchIndexes, parts, {
      pci,
      random: services.random,
      at: [...at, 'search_indexes'],
    }),
  };
};
