import { copyOnPress } from './copy.ts';

const cards = [
  ['Visa', '4242 4242 4242 4242'],
  ['Mastercard', '5555 5555 5555 4444'],
  ['Amex, 4-digit code', '3782 822463 10005'],
  ['UnionPay, 19 digits', '6205 5000 0000 0000 004'],
  ['Visa, a digit wrong', '4242 4242 4242 4241'],
  ['Arabic-Indic digits', '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢'],
] as const;

/** Numbers to try, each a button that copies it. */
export const listTestCards = (list: HTMLElement) => {
  for (const [what, number] of cards) {
    const button = document.createElement('button');
    button.type = 'button';
    const said = document.createElement('span');
    said.textContent = what;
    const digits = document.createElement('b');
    digits.textContent = number;
    digits.dir = 'ltr';
    button.append(said, digits);
    copyOnPress(button, said, () => number);
    const item = document.createElement('li');
    item.append(button);
    list.append(item);
  }
};
