import { copyOnPress } from './copy.ts';

/** What to type, each with what it shows. */
type TestNumbers = readonly (readonly [what: string, number: string])[];

export const testCards: TestNumbers = [
  ['Visa', '4242 4242 4242 4242'],
  ['Mastercard', '5555 5555 5555 4444'],
  ['Amex, 4-digit code', '3782 822463 10005'],
  ['UnionPay, 19 digits', '6205 5000 0000 0000 004'],
  ['Visa, a digit wrong', '4242 4242 4242 4241'],
  ['Visa, declined', '4000 0000 0000 0002'],
  ['Arabic-Indic digits', '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢'],
];

export const testBanks: TestNumbers = [
  ['Routing number', '021000021'],
  ['Account number', '000123456789'],
  ['Routing, a digit wrong', '021000022'],
  ['Full-width digits', '０２１００００２１'],
];

/** Numbers to try, each a button that copies it. */
export const listTestNumbers = (list: HTMLElement, numbers: TestNumbers) => {
  for (const [what, number] of numbers) {
    const button = document.createElement('button');
    button.type = 'button';
    const said = document.createElement('span');
    said.textContent = what;
    const digits = document.createElement('b');
    digits.textContent = number;
    button.append(said, digits);
    copyOnPress(button, said, () => number);
    const item = document.createElement('li');
    item.append(button);
    list.append(item);
  }
};
