import type { Random } from '../ids.ts';

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const length = 22;

/** The largest multiple of 58 in a byte; bytes from there on are drawn again, so that every character is equally likely. */
const fair = 256 - (256 % base58.length);

/** A fresh API key: `key_` and 22 base58 characters, 128.8 bits. */
export const newApiKey = (random: Random): string => {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < fair && text.length < length) text += base58.charAt(byte % base58.length);
    }
  }
  return `key_${text}`;
};

const form = /^key_[1-9A-HJ-NP-Za-km-z]{22}$/;

/** Whether a text can be an API key at all; anything else is refused before it is hashed. */
export const isApiKey = (text: string): boolean => form.test(text);
