import { plurals } from '../plurals.ts';

/** Spanish sentences by number. */
export const forms = plurals<'one' | 'other'>('es');
