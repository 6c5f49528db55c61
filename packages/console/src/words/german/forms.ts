import { plurals } from '../plurals.ts';

/** German sentences by number. */
export const forms = plurals<'one' | 'other'>('de');
