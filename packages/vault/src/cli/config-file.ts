import { dirname, resolve } from 'node:path';
import { nearest } from '@tessera/contract';
import { JsonFault, jsonBounds, parseJson } from '../http/json.ts';
import { CommandError } from './command-error.ts';
import type { Option } from './option.ts';
import { options } from './options.ts';
import { readText } from './read-file.ts';
import { type Setting, settings } from './settings.ts';

/** A list of objects is the deepest that a setting can be. */
const bounds = { ...jsonBounds, depth: 3 };

/** What a configuration file says: the text of each setting, as a flag has it, and where it stands, for errors. */
export type Configured = ReadonlyMap<string, { text: string; source: string }>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSetting = (name: string): name is Setting => settings.some((setting) => setting === name);

/** Why a property is not a setting, and which one was probably meant. */
const unknown = (name: string): string => {
  if (Object.hasOwn(options, name)) return `"${name}" belongs on the command line, not into a file.`;
  const [likely] = nearest(name.replaceAll('_', '-'), settings);
  return `"${name}" is not a setting.${likely === undefined ? '' : ` Did you mean "${likely}"?`}`;
};

/** Whether a URL contains a password. */
const hasPassword = (text: string): boolean => URL.canParse(text) && new URL(text).password !== '';

/** The text of a secret: that of the file it names, or written out where it contains no password. */
const secretText = (value: unknown, source: string, folder: string): string | undefined => {
  if (isRecord(value) && Object.keys(value).length === 1 && typeof value.file === 'string') {
    return readText(resolve(folder, value.file), source).trim();
  }
  if (typeof value !== 'string') return undefined;
  if (!hasPassword(value)) return value;
  throw new CommandError(`${source} contains a password. Put it into a file of its own: { "file": "PATH" }`, 2);
};

const listText = (value: unknown): string | undefined =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((entry) => typeof entry === 'string' && entry.trim() !== '' && !entry.includes(','))
    ? value.join(',')
    : undefined;

/** How a setting is written in JSON, by its option: the words for errors, and the text as a flag has it. */
const formOf = (
  option: Option,
  source: string,
  folder: string,
): [words: string, text: (value: unknown) => string | undefined] => {
  if (option.kind === 'switch')
    return ['true or false', (value) => (typeof value === 'boolean' ? `${value}` : undefined)];
  if (option.kind === 'number') return ['a number', (value) => (typeof value === 'number' ? `${value}` : undefined)];
  if (option.secret) return ['a text, or { "file": "PATH" }', (value) => secretText(value, source, folder)];
  if (option.value === 'LIST') return ['a list of texts without commas, with one entry at least', listText];
  const isPath = option.value === 'FILE' || option.value === 'DIR';
  return [
    'a text',
    (value) => {
      if (typeof value !== 'string' || value === '') return undefined;
      return isPath ? resolve(folder, value) : value;
    },
  ];
};

/**
 * Reads a configuration file: one JSON object whose properties are settings under the names of their flags. Relative paths in it count
 * from its folder. Throws `CommandError`, which names the property and never repeats a value.
 */
export const readConfig = (file: string): Configured => {
  const text = readText(file, '--config');
  const folder = dirname(resolve(file));
  const refuse = (reason: string) => new CommandError(`--config ${file}: ${reason}`, 2);
  let content: unknown;
  try {
    content = parseJson(text, bounds);
  } catch (error) {
    if (error instanceof JsonFault) throw refuse(`is not JSON: ${error.message}.`);
    throw error;
  }
  if (!isRecord(content)) throw refuse('must hold one object, such as { "port": 4100 }.');
  const found = new Map<string, { text: string; source: string }>();
  for (const [name, value] of Object.entries(content)) {
    // Editors find the description of the settings by it.
    if (name === '$schema') continue;
    if (!isSetting(name)) throw refuse(unknown(name));
    const source = `"${name}" in ${file}`;
    const [words, textOf] = formOf(options[name], source, folder);
    const read = textOf(value);
    if (read === undefined) throw new CommandError(`${source} must be ${words}.`, 2);
    found.set(name, { text: read, source });
  }
  return found;
};
