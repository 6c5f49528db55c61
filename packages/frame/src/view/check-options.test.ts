import { describe, expect, it } from 'vitest';
import { checkOptions } from './check-options.ts';

const refusal = (options: object): unknown => {
  try {
    checkOptions(options);
    return undefined;
  } catch (thrown) {
    const { code, parts } = thrown as { code: string; parts: { detail: string } };
    return `${code}: ${parts.detail}`;
  }
};

describe('options of an element', () => {
  it.each([
    [{ iconPosition: 'middle' }, 'invalid-option: iconPosition'],
    [{ rows: 3 }, 'invalid-option: rows'],
    [{ disabled: 'yes' }, 'invalid-option: disabled'],
    [{ style: 'color: red' }, 'invalid-option: style'],
    [{ inputMode: 'digits' }, 'invalid-option: inputMode'],
    [{ placeholder: 7 }, 'invalid-option: placeholder'],
    [{ placeholder: {}, colour: 'navy' }, 'unknown-option: colour'],
    [{ toString: 'x' }, 'unknown-option: toString'],
    [{ ['x'.repeat(1_000)]: 1 }, `unknown-option: ${'x'.repeat(50)}`],
  ])('are refused by name: %j', (options, expected) => {
    expect(refusal(options)).toBe(expected);
  });

  it('may be those of other SDKs of this API, and nothing where the default is meant', () => {
    expect(refusal({ binLookup: true, nonce: 'x', colour: undefined, iconPosition: null })).toBeUndefined();
    expect(refusal({ rows: 2, dir: 'rtl', placeholder: { cardNumber: 'Number' }, mask: [/\d/] })).toBeUndefined();
  });
});
