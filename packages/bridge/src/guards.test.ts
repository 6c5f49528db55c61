import { describe, expect, it } from 'vitest';
import { frameGuards, isOpening, pageGuards } from './guards.ts';
import { PROTOCOL } from './protocol.ts';

const opening = { tessera: PROTOCOL, nonce: '0123456789abcdef'.repeat(2), key: 'key_1', type: 'card', options: {} };

describe('an opening', () => {
  it('is a message with all of its parts', () => {
    expect(isOpening(opening)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'tessera'],
    ['another protocol', { ...opening, tessera: PROTOCOL + 1 }],
    ['no nonce', { ...opening, nonce: undefined }],
    ['a list as a nonce', { ...opening, nonce: [opening.nonce] }],
    ['a longer nonce', { ...opening, nonce: `${opening.nonce}0` }],
    ['a nonce behind something', { ...opening, nonce: ` ${opening.nonce}` }],
    ['a shorter nonce', { ...opening, nonce: opening.nonce.slice(1) }],
    ['a nonce in capitals', { ...opening, nonce: opening.nonce.toUpperCase() }],
    ['a key that is no text', { ...opening, key: 1 }],
    ['a type that is no text', { ...opening, type: {} }],
    ['no options', { ...opening, options: undefined }],
    ['options that are null', { ...opening, options: null }],
    ['options that are a text', { ...opening, options: 'x' }],
  ])('is none with %s', (_, data) => {
    expect(isOpening(data)).toBe(false);
  });
});

it('guards of a frame hold for its parent, one port, one opening and an allowed origin alone', () => {
  const [parent, other] = [{}, {}] as unknown as [Window, Window];
  const ports = [1, 2].map(() => ({}) as MessagePort);
  expect([parent, other, null].map((source) => frameGuards.fromParent(source, parent))).toEqual([true, false, false]);
  expect([0, 1, 2].map((n) => frameGuards.onePort(ports.slice(0, n)))).toEqual([false, true, false]);
  expect([0, 1, 2].map(frameGuards.anotherOpening)).toEqual([true, false, false]);
  const allowed = (answer: boolean) =>
    ['https://a.example', 'null'].map((each) => frameGuards.allowedOrigin(each, () => answer));
  expect([allowed(true), allowed(false)]).toEqual([
    [true, false],
    [false, false],
  ]);
});

it('guards of a page hold for the first load, the window that was opened and its own nonce alone', () => {
  expect([0, 1, 2].map(pageGuards.firstLoad)).toEqual([false, true, false]);
  const [opened, other] = [{}, {}] as unknown as [Window, Window];
  const shows = (contentWindow: Window | null) => pageGuards.sameWindow({ contentWindow } as HTMLIFrameElement, opened);
  expect([opened, other, null].map(shows)).toEqual([true, false, false]);
  expect(['a', 'b', undefined].map((echoed) => pageGuards.sameNonce(echoed, 'a'))).toEqual([true, false, false]);
});
