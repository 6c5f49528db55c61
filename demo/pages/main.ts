import { startCheckout } from './checkout.ts';
import { find } from './find.ts';
import { oneField } from './one-field.ts';
import oneFieldText from './one-field.ts?raw';
import { listTestNumbers, testCards } from './test-numbers.ts';
import { threeFields } from './three-fields.ts';
import threeFieldsText from './three-fields.ts?raw';

startCheckout([
  {
    name: 'three',
    open: threeFields,
    file: {
      name: 'three-fields.ts',
      text: threeFieldsText,
      at: 'export const threeFields',
    },
  },
  {
    name: 'one',
    open: oneField,
    file: { name: 'one-field.ts', text: oneFieldText, at: 'export const oneField' },
  },
]);
listTestNumbers(find(document, '.test-cards ul'), testCards);
