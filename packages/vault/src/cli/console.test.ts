import { expect, it } from 'vitest';
import { readActs } from './console.ts';

it('reads what takes two people, and refuses what it does not know', () => {
  expect(readActs('reveal,delete-tenant')).toEqual(['reveal', 'delete-tenant']);
  expect(readActs(' reveal , ')).toEqual(['reveal']);
  expect(readActs()).toEqual([]);
  for (const wrong of ['everything', 'reveal;delete-tenant', 'Reveal', 'constructor']) {
    expect(() => readActs(wrong)).toThrow('--console-two-person takes reveal, delete-tenant, destroy-key');
  }
});
