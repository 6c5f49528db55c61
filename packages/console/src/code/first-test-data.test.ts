import { expect, it } from 'vitest';
import { firstTestData } from './first-test-data.ts';

it('has a value of its type for each parameter, nested where a name has dots, and a token of the type', () => {
  const declared = firstTestData({
    sourceTokenType: 'card',
    requestParameters: [
      { name: 'amount', type: 'number' },
      { name: 'buyer.name', type: 'string' },
      { name: 'buyer.new', type: 'boolean' },
    ],
  });
  expect(declared).toEqual({
    args: { amount: 1, buyer: { name: 'text', new: true } },
    sourceToken: { type: 'card', data: expect.objectContaining({ number: '4242424242424242' }) },
  });
});

it('has text for tokens of other types, and no token where nothing is declared', () => {
  expect(firstTestData({ sourceTokenType: 'token', requestParameters: [] })).toEqual({
    args: {},
    sourceToken: { type: 'token', data: 'made-up text' },
  });
  expect(firstTestData(undefined)).toEqual({ args: {} });
});
