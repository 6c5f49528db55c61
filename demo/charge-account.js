/* Runs inside the vault: it gets the bank account, charges it, and returns the result. */
const {
  InvalidPaymentMethodError,
} = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');

module.exports = async ({ args, configuration }) => {
  const answer = await fetch(`${configuration.ACQUIRER_URL}/charges`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': args.key },
    body: JSON.stringify({
      amount: args.amount,
      currency: args.currency,
      bank: args.bank,
    }),
  });
  if (answer.status === 402) throw new InvalidPaymentMethodError('Declined.');
  if (!answer.ok) throw new Error('The acquirer failed.');
  return { raw: await answer.json() };
};
