import {
  BasisTheoryApiError,
  BasisTheoryValidationError,
  type FieldError,
  type HostedElement,
} from '@tessera/js';
import { find } from './find.ts';
import type { Receipt } from './shop.ts';

/** What the page may know: a key that can do nothing but create tokens, and where the vault is. */
export interface ShopConfig {
  elementsKey: string;
  vaultOrigin: string;
}

/** Mounted fields, by the name of the place they stand in, and the call that makes a token of them. */
export interface PaymentFields {
  elements: Record<string, HostedElement>;
  tokenize: () => Promise<{ id: string }>;
}

const words: Record<string, Record<FieldError['type'] | 'empty', string>> = {
  cardNumber: {
    empty: 'Enter the card number.',
    incomplete: 'This number is too short.',
    invalid: 'A digit of this number is wrong.',
  },
  expirationDate: {
    empty: 'Enter it as MM/YY.',
    incomplete: 'Write it as MM/YY.',
    invalid: 'Expired, or no date.',
  },
  cvc: {
    empty: 'Enter the code.',
    incomplete: 'Code too short.',
    invalid: 'Not a code of this card.',
  },
  routingNumber: {
    empty: 'Enter the routing number.',
    incomplete: 'It has nine digits.',
    invalid: 'No bank has this number.',
  },
  accountNumber: {
    empty: 'Enter the account number.',
    incomplete: 'This number is too short.',
    invalid: 'Too long.',
  },
};

/** An error of a field in words. */
export const inWords = ({ targetId, type, empty }: FieldError): string =>
  words[targetId]?.[empty ? 'empty' : type] ?? '';

/** Whether a place holds all of a card or bank account in one frame. */
const isWhole = (name: string) => name === 'card' || name === 'bank';

/** Makes a form of mounted fields work: labels, focus, errors in words, and a button that pays once. */
export const paymentForm = (
  form: HTMLFormElement,
  { elements, tokenize }: PaymentFields,
  order: (tokenId: string) => Promise<Receipt>,
  onPaid: (receipt: Receipt) => void,
) => {
  const failure = find(form, '.failure');
  const pay = find(form, '.pay', HTMLButtonElement);
  let token: Promise<{ id: string }> | undefined;

  const fields = Object.entries(elements).map(([name, element]) => {
    const field = find(form, `[data-field="${name}"]`);
    const error = find(field, '.error');

    // For eyes: to a screen reader the frame says it, in the language of the browser.
    const show = (errors: readonly FieldError[] = []): boolean => {
      const first = errors.find(({ targetId }) => targetId === name || isWhole(name));
      error.textContent = first ? inWords(first) : '';
      return field.classList.toggle('wrong', first !== undefined);
    };

    // A label cannot point into another document, so a click on it is handed on; so is one on the box around the frame.
    for (const part of ['.label', '.box']) {
      find(field, part).addEventListener('click', () => element.focus());
    }
    element.on('change', ({ errors }) => {
      token = undefined;
      show(errors);
    });
    // Nor does Enter leave a frame by itself.
    element.on('keydown', ({ key }) => {
      if (key === 'Enter') form.requestSubmit();
    });
    return { element, show };
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Disabled, the button would lose the focus.
    if (pay.ariaBusy === 'true') return;
    pay.ariaBusy = 'true';
    failure.textContent = '';
    try {
      // If the shop's answer is lost, pressing Pay again orders with the same token,
      // and the shop knows that it has this order already.
      token ??= tokenize().catch((error) => {
        token = undefined;
        throw error;
      });
      onPaid(await order((await token).id));
    } catch (error) {
      // The fields keep what was typed, so whatever went wrong, pressing Pay again is enough.
      if (error instanceof BasisTheoryValidationError) {
        const wrong = fields.filter(({ show }) => show(error.validation));
        wrong[0]?.element.focus();
      } else {
        failure.textContent = sentence(error);
      }
    } finally {
      pay.ariaBusy = 'false';
    }
  });
};

/** The number is in the vault by now: the shop's server is given the token, and no more. */
export const placeOrder = async (
  tokenId: string,
  attempt?: string,
): Promise<Receipt> => {
  const answer = await fetch('/orders', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token_id: tokenId, attempt }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
};

/** What the customer is told of a payment that failed for another reason than a wrong field. */
export const sentence = (error: unknown): string => {
  const retry = 'What you typed is still in the fields: press the button again.';
  if (error instanceof BasisTheoryApiError && error.status === -1)
    return `The vault did not answer, so nothing was charged. ${retry}`;
  if (error instanceof TypeError) return `The shop did not answer. ${retry}`;
  return `${error instanceof Error ? error.message : 'Something failed.'} Nothing was charged.`;
};
