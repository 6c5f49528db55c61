import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventParser } from './event-stream.ts';

const stream = ': following\n\nid: 7\nevent: entry\ndata: {"a":"b: c"}\n\n: still here\n\nevent: end\ndata: {}\n\n';

it('gives the same events however the text is cut', () => {
  const events = [
    { name: 'entry', id: '7', data: '{"a":"b: c"}' },
    { name: 'end', id: undefined, data: '{}' },
  ];
  expect(eventParser()(stream)).toEqual(events);
  const cuts = fc.array(fc.nat({ max: stream.length }), { maxLength: 8 });
  fc.assert(
    fc.property(cuts, (at) => {
      const parse = eventParser();
      const edges = [0, ...at.toSorted((a, b) => a - b), stream.length];
      expect(edges.slice(1).flatMap((edge, each) => parse(stream.slice(edges[each], edge)))).toEqual(events);
    }),
  );
});

it('keeps no event that never ends', () => {
  const parse = eventParser();
  expect(() => {
    for (let each = 0; each < 100; each += 1) parse('x'.repeat(1000));
  }).toThrow(RangeError);
});
