import { plurals } from '../plurals.ts';

/** Portuguese sentences by number. */
export const forms = plurals<'one' | 'other'>('pt');
