export { bankAccountNumber } from './bank-account-number.ts';
export { bankRoutingNumber } from './bank-routing-number.ts';
