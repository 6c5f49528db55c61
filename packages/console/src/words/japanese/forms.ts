import { plurals } from '../plurals.ts';

/** Japanese sentences with a number: there is one form for all. */
export const forms = plurals<'other'>('ja');
