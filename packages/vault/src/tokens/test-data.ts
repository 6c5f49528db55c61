import { isObject, type Json } from '../expressions/json.ts';
import { invalidAll, type PropertyErrors } from '../problem.ts';

/** The documented numbers a property may have in test mode. */
export interface TestValues {
  /** Where the property stands in the data; empty when the data itself is the number. */
  at: readonly string[];
  known: ReadonlySet<string>;
}

/** API reference, Test Cards. */
export const testCards: ReadonlySet<string> = new Set([
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '5200828282828210',
  '5105105105105100',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '6011000990139424',
  '3056930009020004',
  '36227206271667',
  '3566002020360505',
  '620000000000000',
]);

/** API reference, Test Banks. */
export const testRoutingNumbers: ReadonlySet<string> = new Set(['110000000']);
export const testAccountNumbers: ReadonlySet<string> = new Set(['000123456789']);

/** Examples of the IBAN registry. */
export const testIbans: ReadonlySet<string> = new Set([
  'DE89370400440532013000',
  'ES9121000418450200051332',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'IT60X0542811101000000123456',
]);

/** Accounts that processors of direct debits use in their tests. */
export const testSortCodes: ReadonlySet<string> = new Set(['200000']);
export const testUkAccountNumbers: ReadonlySet<string> = new Set(['55779911']);
export const testBsbs: ReadonlySet<string> = new Set(['000000']);

const valueAt = (data: Json, at: readonly string[]): Json | undefined =>
  at.reduce<Json | undefined>(
    (value, name) => (value !== undefined && isObject(value) ? value[name] : undefined),
    data,
  );

/**
 * Refuses numbers that are not documented for tests, so that no real one gets into a vault for development. `at` is where the data
 * stands in the request. Throws 400.
 */
export const assertTestData = (rules: readonly TestValues[], data: Json, at: readonly string[]): void => {
  const errors: PropertyErrors = {};
  for (const rule of rules) {
    const value = valueAt(data, rule.at);
    if (value === undefined || (typeof value === 'string' && rule.known.has(value))) continue;
    const [example = ''] = rule.known;
    errors[[...at, ...rule.at].join('.')] = [
      `This tenant is in test mode and takes documented test numbers only, such as ${example}. For real numbers, use a tenant ` +
        'that was made without --test-mode.',
    ];
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
};
