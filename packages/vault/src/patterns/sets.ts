import type { Test } from './syntax.ts';

export const not =
  (test: Test): Test =>
  (code) =>
    !test(code);

export const either =
  (tests: readonly Test[]): Test =>
  (code) =>
    tests.some((test) => test(code));

export const range =
  (first: number, last: number): Test =>
  (code) =>
    code >= first && code <= last;

const between = (first: string, last: string): Test => range(first.charCodeAt(0), last.charCodeAt(0));

const digit = between('0', '9');
export const word = either([digit, between('a', 'z'), between('A', 'Z'), between('_', '_')]);

const blanks = /^\s$/;
const space: Test = (code) => blanks.test(String.fromCharCode(code));

const lineEnds: ReadonlySet<number> = new Set([0x0a, 0x0d, 0x2028, 0x2029]);

/** What a dot stands for. */
export const anyInLine: Test = (code) => !lineEnds.has(code);

/** What a backslash and a letter stand for, also within brackets. */
export const classes: ReadonlyMap<string, Test> = new Map([
  ['d', digit],
  ['D', not(digit)],
  ['w', word],
  ['W', not(word)],
  ['s', space],
  ['S', not(space)],
]);

/** Characters that are written with a backslash and a letter. */
export const controls: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['v', 0x0b],
  ['f', 0x0c],
  ['r', 0x0d],
  ['0', 0],
]);
