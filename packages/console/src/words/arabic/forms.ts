import { plurals } from '../plurals.ts';

/** Arabic sentences by number: there are six forms. */
export const forms = plurals<Intl.LDMLPluralRule>('ar');
