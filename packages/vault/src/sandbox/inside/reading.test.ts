import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, messageReader, ownFraming, strangersFraming } from './framing.ts';
import type { InnerLimits, Turn } from './protocol.ts';
import { MalformedError, readTurn, readWalls } from './reading.ts';

const limits: InnerLimits = { memory: 1, processor: 1, answer: 100, lines: 5, requests: 3, timers: 4 };

/** What reading a message gives; nothing where it is refused. */
const turnOf = (message: unknown): Turn | undefined => {
  try {
    return readTurn(message, limits);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
};

const sometimes = <T>(values: fc.Arbitrary<T>) => fc.oneof(values, fc.jsonValue());
const thrown = fc.record(
  {
    name: sometimes(fc.string({ maxLength: 3000 })),
    message: sometimes(fc.string({ maxLength: 3000 })),
    status: sometimes(fc.integer()),
    typed: sometimes(fc.boolean()),
    errors: sometimes(fc.dictionary(fc.string(), fc.array(sometimes(fc.string({ maxLength: 2000 }))))),
    spot: sometimes(fc.record({ line: fc.nat(), column: fc.nat() })),
  },
  { requiredKeys: [] },
);
const want = fc.record(
  {
    kind: sometimes(fc.constantFrom('fetch', 'timer', 'cancel')),
    id: sometimes(fc.integer()),
    milliseconds: sometimes(fc.double()),
    request: sometimes(
      fc.record({
        url: sometimes(fc.webUrl()),
        method: sometimes(fc.constantFrom('GET', 'POST')),
        headers: sometimes(fc.array(fc.tuple(fc.string(), fc.string()))),
        body: sometimes(fc.record({ text: fc.string() })),
      }),
    ),
  },
  { requiredKeys: [] },
);
const end = fc.record(
  {
    kind: sometimes(fc.constantFrom('returned', 'thrown', 'stuck', 'stopped', 'unusable')),
    json: sometimes(fc.string()),
    thrown,
    by: sometimes(fc.constant('memory')),
  },
  { requiredKeys: [] },
);
const message = sometimes(
  fc.record(
    { lines: sometimes(fc.array(sometimes(fc.string()))), wants: sometimes(fc.array(want)), end: sometimes(end) },
    { requiredKeys: [] },
  ),
);

describe('what a process says', () => {
  it('is read as it was declared, or refused; nothing else happens', () => {
    fc.assert(
      fc.property(message, (said) => {
        const turn = turnOf(JSON.parse(JSON.stringify(said)));
        if (!turn) return;
        expect(turn.lines.length).toBeLessThanOrEqual(5);
        for (const line of turn.lines) expect([typeof line, line.length <= 1000]).toEqual(['string', true]);
        for (const { id } of turn.wants) expect(Number.isSafeInteger(id)).toBe(true);
        if (turn.end?.kind !== 'thrown') return;
        const { status = 100, errors = {}, name, message: text } = turn.end.thrown;
        expect([name.length <= 100, text.length <= 1000, status >= 100 && status <= 599]).toEqual([true, true, true]);
        expect(Object.values(errors).flat().join('').length).toBeLessThanOrEqual(20_000);
        for (const told of Object.values(errors).flat()) expect(typeof told).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a status that names something of every object', { status: 'constructor' }],
    ['errors that are no lists', { errors: { a: { length: 1e9 }, b: 'one', c: 7 }, typed: true }],
    ['messages that are no texts', { errors: { a: [{ toString: 'x' }, ['y'], null, 'kept'] }, typed: true }],
    ['errors that are a text', { errors: 'none', typed: true }],
    ['a place that is none', { spot: { line: -1, column: 1e99 } }],
  ])('ends the call as an error of the code where that has %s', (_, given) => {
    const turn = turnOf({
      lines: [],
      wants: [],
      end: { kind: 'thrown', thrown: { name: 'E', message: 'm', ...given } },
    });
    expect(turn?.end).toMatchObject({ kind: 'thrown', thrown: { name: 'E', message: 'm' } });
    expect(turn?.end).not.toHaveProperty('thrown.status');
    expect(turn?.end).not.toHaveProperty('thrown.spot');
  });

  it('is cut: texts for people, and what there is too much of', () => {
    const errors = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [`n${n}`, Array(200).fill('x'.repeat(5000))]),
    );
    const given = {
      lines: ['x'.repeat(6_000_000)],
      wants: [],
      end: { kind: 'thrown', thrown: { message: '1'.repeat(1e6), typed: true, errors } },
    };
    const turn = turnOf(given);
    expect(turn?.lines[0]).toHaveLength(1000);
    expect(turn?.end).toMatchObject({ kind: 'thrown', thrown: { message: '1'.repeat(1000) } });
    expect(JSON.stringify(turn).length).toBeLessThan(30_000);
  });

  it.each([
    ['an answer that is no text', { lines: [], wants: [], end: { kind: 'returned', json: { length: 1 } } }],
    ['a longer answer than it may give', { lines: [], wants: [], end: { kind: 'returned', json: 'x'.repeat(101) } }],
    ['too many lines', { lines: Array(6).fill(''), wants: [] }],
    ['too many wants', { lines: [], wants: Array(15).fill({ kind: 'cancel', id: 1 }) }],
    [
      'a header that is no pair',
      {
        lines: [],
        wants: [{ kind: 'fetch', id: 1, request: { url: 'u', method: 'GET', headers: [['a', 'b', 'c']] } }],
      },
    ],
    ['nothing', null],
  ])('is refused with %s', (_, given) => {
    expect(turnOf(given)).toBeUndefined();
  });

  it('tells no walls that it does not know', () => {
    const walls = { environment: 'yes', files: 1, processes: true, network: {}, more: true };
    expect(readWalls({ walls })).toEqual({
      environment: false,
      files: false,
      processes: true,
      network: false,
      resources: false,
    });
  });
});

/** The messages in some bytes, which come in pieces. */
const read = (bytes: Buffer, size = bytes.length, framing = strangersFraming): unknown[] => {
  const taken: unknown[] = [];
  const reader = messageReader((given) => taken.push(given), framing);
  for (let at = 0; at < bytes.length; at += size) reader(bytes.subarray(at, at + size));
  return taken;
};

describe('the bytes of a message', () => {
  it('may come in whatever pieces', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), (value, size) => {
        expect(read(encodeMessage({ value }), size)).toEqual([JSON.parse(JSON.stringify({ value }))]);
      }),
    );
  });

  it('are refused where they announce more than a message has, before any of it is there', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(200 * 1024 * 1024);
    expect(() => read(head)).toThrow(MalformedError);
    expect(read(head, 4, ownFraming)).toEqual([]);
  });

  it('are refused where something follows that nobody asked for', () => {
    const message = encodeMessage({ forged: false });
    expect(() => read(Buffer.concat([message, encodeMessage({ forged: true })]))).toThrow(MalformedError);
    expect(() => read(Buffer.concat([message, Buffer.from([1])]))).toThrow(MalformedError);
  });

  it.each([
    ['lists in lists', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['many small values', `[${'0,'.repeat(30_000)}0]`],
    ['many properties', `{${Array.from({ length: 15_000 }, (_, n) => `"k${n}":0`).join()}}`],
  ])('are refused as %s before they are parsed, and would be parsed otherwise', (_, json) => {
    const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(json)]);
    bytes.writeUInt32LE(json.length);
    expect(() => read(bytes)).toThrow(MalformedError);
    expect(read(bytes, bytes.length, { ...strangersFraming, assertParts: () => undefined })).toHaveLength(1);
  });

  it('may hold as many brackets, quotes and commas as they like within a text', () => {
    const text = `\\"[{,:${'[,'.repeat(30_000)}"`;
    expect(read(encodeMessage({ text }))).toEqual([{ text }]);
  });
});
