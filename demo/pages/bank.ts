import { startCheckout } from './checkout.ts';
import { find } from './find.ts';
import { oneBankField } from './one-bank-field.ts';
import oneBankFieldText from './one-bank-field.ts?raw';
import { listTestNumbers, testBanks } from './test-numbers.ts';
import { twoBankFields } from './two-bank-fields.ts';
import twoBankFieldsText from './two-bank-fields.ts?raw';

startCheckout([
  {
    name: 'two',
    open: twoBankFields,
    file: {
      name: 'two-bank-fields.ts',
      text: twoBankFieldsText,
      at: 'export const twoBankFields',
    },
  },
  {
    name: 'one',
    open: oneBankField,
    file: {
      name: 'one-bank-field.ts',
      text: oneBankFieldText,
      at: 'export const oneBankField',
    },
  },
]);
listTestNumbers(find(document, '.test-cards ul'), testBanks);
