import { plurals } from '../plurals.ts';

/** French sentences by number. */
export const forms = plurals<'one' | 'other'>('fr');
