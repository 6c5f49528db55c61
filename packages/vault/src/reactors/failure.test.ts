import { expect, it } from 'vitest';
import { ApiError } from '../problem.ts';
import { failureOf } from './failure.ts';
import { valueRedactor } from './redact.ts';

/** The answer to code that throws a typed error with messages under these names. */
const answered = (errors: Record<string, string[]>, secrets: unknown) => {
  const thrown = { name: 'BadRequestError', message: '', typed: true, status: 400, errors };
  const failure = failureOf({ kind: 'thrown', thrown }, valueRedactor(secrets));
  return failure instanceof ApiError ? failure.errors : undefined;
};

it('says nothing of what code was given in the names of properties either', () => {
  const secrets = { number: '4242424242424242', holder: 'Lovelace', key: 'sk_live_51abc' };
  const told = answered(
    {
      amount: ['is too small'],
      'card.number': ['was refused'],
      Lovelace: ['is unknown'],
      'holder.LOVELACE': ['is unknown'],
      n4242424242424242: ['was refused'],
      sk_live_51abc: ['has expired'],
    },
    secrets,
  );
  expect(told).toEqual({
    amount: ['is too small'],
    'card.number': ['was refused'],
    error: ['is unknown', 'is unknown', 'was refused', 'has expired'],
  });
});

it('keeps a bound of messages of one name', () => {
  const errors = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [`${n}`, Array.from({ length: 50 }, () => 'x')]),
  );
  expect(answered(errors, [])?.error).toHaveLength(50);
});
