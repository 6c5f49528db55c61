import { describe, expect, it } from 'vitest';
import type { Json } from '../expressions/json.ts';
import { pooledRandom } from '../keys/random.ts';
import { ApiError } from '../problem.ts';
import { startRig } from '../testing/rig.ts';
import { dataLabel, labelsOf } from './labels.ts';

const random = pooledRandom();
const rig = await startRig();
const other = await rig.tenant('Other');
const keys = rig.keyring.tenant(rig.acme.tenantId);
await rig.close();

const labels = (expressions: string[], data: Json, { pci = false, cvc = undefined as Json | undefined } = {}) =>
  labelsOf(keys, expressions, { lasting: data, cvc }, { pci, random, at: ['search_indexes'] });

const refused = (...given: Parameters<typeof labels>): string[] => {
  try {
    labels(...given);
  } catch (error) {
    if (error instanceof ApiError) return Object.keys(error.errors ?? {});
    throw error;
  }
  return [];
};

const hex = (label: Uint8Array) => Buffer.from(label).toString('hex');

describe('labels', () => {
  it('stand for values whatever their case and composition, and for texts, numbers and truth values alike', () => {
    expect(labels(['{{ data }}'], 'Zoë')).toEqual([dataLabel(keys, 'ZOE\u0308')]);
    expect(labels(['{{ data.n }}', '{{ data.b }}'], { n: 7, b: true })).toEqual([
      dataLabel(keys, '7'),
      dataLabel(keys, 'true'),
    ]);
  });

  it('are short, one for each value, and say nothing to who has another key', () => {
    const [label, ...more] = labels(['{{ data }}', '{{ data | upcase }}', '{{ data | append: "" }}'], 'secret');
    expect(more).toEqual([]);
    expect(label).toHaveLength(16);
    expect(hex(dataLabel(rig.keyring.tenant(other.tenantId), 'secret'))).not.toBe(hex(label ?? new Uint8Array()));
  });

  it.each<[expression: string, data: Json]>([
    ['{{ data.missing }}', {}],
    ['{{ data }}', ''],
    ['{{ data }}', { a: 1 }],
    ['{{ data }}', [1]],
    ['', 'x'],
    ['{{ data', 'x'],
    ['{{ data | alias_preserve_format }}', 'x'],
    ['{{ metadata.a }}', 'x'],
  ])('are refused for %s on %j', (expression, data) => {
    expect(refused(['{{ "fine" }}', expression], data)).toEqual(['search_indexes.1']);
  });

  it('of pci tokens may stand for whole numbers, but tell nothing of a cvc and spell out no number', () => {
    const card = { number: '4242424242424242', cvc: '987' };
    expect(labels(['{{ data.number }}', '{{ data.number | last4 }}'], card, { pci: true })).toHaveLength(2);
    for (const expression of ['{{ data.cvc }}', '{{ data.cvc | size }}-{{ data.cvc | first }}', '4242-4242-4242-4242'])
      expect(refused([expression], card, { pci: true })).toEqual(['search_indexes.0']);
    const apart = { lasting: { number: '4242424242424242' }, cvc: '987' };
    expect(refused(['{{ data.number }}{{ data.cvc }}'], apart.lasting, { pci: true, cvc: apart.cvc })).toEqual([
      'search_indexes.0',
    ]);
  });
});
