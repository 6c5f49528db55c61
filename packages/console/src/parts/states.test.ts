import { BasisTheoryApiError } from '@tessera/client';
import { expect, it } from 'vitest';
import { english } from '../words/english.ts';
import { words as german } from '../words/german.ts';
import { titleOf } from './states.ts';

const refused = (status: number, type: string, title = 'As the server says it.') =>
  new BasisTheoryApiError(title, status, { type, title, status });

it('says what went wrong in the language of the page, by the code of the error', () => {
  expect(titleOf(refused(404, 'not-found'), english)).toBe('Nothing was found here.');
  expect(titleOf(refused(404, 'not-found'), german)).toBe('Hier wurde nichts gefunden.');
  expect(titleOf(refused(403, 'approval-needed'), german)).toBe('Jemand anders muss das zuerst freigeben.');
});

it.each(['destination-timeout', 'of a newer server', 'constructor', ''])(
  'says what the server says for an error of code %j',
  (type) => {
    expect(titleOf(refused(408, type), german)).toBe('As the server says it.');
  },
);

it('says so where no answer came, where an answer is no problem, and where the page itself failed', () => {
  expect(titleOf(new BasisTheoryApiError('x', -1), german)).toBe('Es kam keine Antwort');
  expect(titleOf(new BasisTheoryApiError('Status 502', 502), german)).toBe('Das hat nicht geklappt');
  expect(titleOf(new Error('Die Datei ist leer.'), german)).toBe('Die Datei ist leer.');
});
