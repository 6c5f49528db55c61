import type { Random } from '../ids.ts';

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const length = 22;

/** The largest multiple of 58 in a byte; bytes from there on are drawn again, so that every character is equally likely. */
const fair = 256 - (256 % base58.length);

/** 22 base58 characters, 128.8 bits. */
const newSecret = (random: Random): string => {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < fair && text.length < length) text += base58.charAt(byte % base58.length);
    }
  }
  return text;
};

/** A fresh API key: `key_` and 22 base58 characters. */
export const newApiKey = (random: Random): string => `key_${newSecret(random)}`;

/** The key of a session, which does not pass for that of an application. */
export const newSessionKey = (random: Random): string => `session_${newSecret(random)}`;

/** What a session is authorized by. It is no key, and does not pass for one. */
export const newNonce = (random: Random): string => `nonce_${newSecret(random)}`;

/** What calls name a stored proxy by. Where a proxy asks for no API key, this is all that a caller has to know. */
export const newProxyKey = (random: Random): string => newSecret(random);

const proxyForm = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

/** Whether a text can be the key of a stored proxy. */
export const isProxyKey = (text: string): boolean => proxyForm.test(text);

const form = /^key_[1-9A-HJ-NP-Za-km-z]{22}$/;
const sessionForm = /^session_[1-9A-HJ-NP-Za-km-z]{22}$/;

/** Whether a text can be an API key at all; anything else is refused before it is hashed. */
export const isApiKey = (text: string): boolean => form.test(text);

/** Whether a text can be the key of a session. */
export const isSessionKey = (text: string): boolean => sessionForm.test(text);
