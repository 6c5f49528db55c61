import { plurals } from './plurals.ts';

/** English sentences by number. */
export const forms = plurals<'one' | 'other'>('en');
