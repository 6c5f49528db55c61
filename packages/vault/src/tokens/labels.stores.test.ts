import { describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import type { Json } from '../expressions/json.ts';
import { pooledRandom } from '../keys/random.ts';
import { ApiError } from '../problem.ts';
import { startRig } from '../testing/rig.ts';
import { exposureOf } from './exposure.ts';
import { dataLabel, labelsOf } from './labels.ts';

const random = pooledRandom();
const rig = await startRig();
const other = await rig.tenant('Other');
const keys = rig.keyring.tenant(rig.acme.tenantId);
await rig.close();

const effort = testEffort({ steps: Number.POSITIVE_INFINITY });

const labels = (expressions: string[], data: Json, { pci = false, cvc = undefined as Json | undefined } = {}) => {
  const exposure = pci ? exposureOf({ lasting: data, cvc }, random, effort) : undefined;
  return labelsOf(keys, expressions, data, { exposure, effort, at: ['search_indexes'] });
};

const refused = async (...given: Parameters<typeof labels>): Promise<string[]> => {
  try {
    await labels(...given);
  } catch (error) {
    if (error instanceof ApiError) return Object.keys(error.errors ?? {});
    throw error;
  }
  return [];
};

const hex = (label: Uint8Array) => Buffer.from(label).toString('hex');

describe('labels', () => {
  it('stand for values whatever their case and composition, and for texts, numbers and truth values alike', async () => {
    expect(await labels(['{{ data }}'], 'Zoë')).toEqual([dataLabel(keys, 'ZOE\u0308', effort)]);
    expect(await labels(['{{ data.n }}', '{{ data.b }}'], { n: 7, b: true })).toEqual([
      dataLabel(keys, '7', effort),
      dataLabel(keys, 'true', effort),
    ]);
  });

  it('are short, one for each value, and say nothing to who has another key', async () => {
    const [label, ...more] = await labels(['{{ data }}', '{{ data | upcase }}', '{{ data | append: "" }}'], 'secret');
    expect(more).toEqual([]);
    expect(label).toHaveLength(16);
    expect(hex(dataLabel(rig.keyring.tenant(other.tenantId), 'secret', effort))).not.toBe(
      hex(label ?? new Uint8Array()),
    );
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
  ])('are refused for %s on %j', async (expression, data) => {
    expect(await refused(['{{ "fine" }}', expression], data)).toEqual(['search_indexes.1']);
  });

  it('of pci tokens may stand for whole numbers, but tell nothing of a cvc and spell out no number', async () => {
    const card = { number: '4242424242424242', cvc: '987' };
    expect(await labels(['{{ data.number }}', '{{ data.number | last4 }}'], card, { pci: true })).toHaveLength(2);
    for (const expression of ['{{ data.cvc }}', '{{ data.cvc | size }}-{{ data.cvc | first }}', '4242-4242-4242-4242'])
      expect(await refused([expression], card, { pci: true })).toEqual(['search_indexes.0']);
    const apart = { lasting: { number: '4242424242424242' }, cvc: '987' };
    expect(await refused(['{{ data.number }}{{ data.cvc }}'], apart.lasting, { pci: true, cvc: apart.cvc })).toEqual([
      'search_indexes.0',
    ]);
  });
});
