import { roles } from '@tessera/contract/console';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../../vault/src/tokens/search/parse.ts';
import { completeQuery } from './complete-query.ts';

const known = { types: ['card', 'card_number', 'bank'], metadataKeys: ['order', 'my key'], containers: ['/pci/high/'] };
const now = new Date('2030-06-15T12:00:00Z');

/** The suggestions at `|` in a text. */
const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return completeQuery(marked.replace('|', ''), caret, known, now);
};
const texts = (marked: string) => at(marked).suggestions.map(({ text }) => text);

describe('completing a query', () => {
  it('offers fields where a comparison begins', () => {
    expect(texts('|')).toContain('type:');
    expect(texts('ty|')).toEqual(['type:']);
    expect(texts('(cr|')).toEqual(['created_at:', 'created_by:']);
    expect(texts('type:card AND -me|')).toEqual(['metadata.', 'metadata.order:', 'metadata."my key":']);
  });

  it('does not offer data, which nobody finds anything by who sees no plaintext', () => {
    expect(texts('da|')).toEqual([]);
    for (const { tokens } of Object.values<{ tokens?: { transform: string } }>(roles)) {
      expect(tokens?.transform).not.toBe('reveal');
    }
  });

  it('offers the values that are known of a field', () => {
    expect(texts('type:ca|')).toEqual(['card ', 'card_number ']);
    expect(texts('container:|')).toEqual(['/pci/high/ ', '/pci/high/* ']);
    expect(texts('created_at:|')[1]).toBe('[2030-06-08 TO *] ');
    expect(texts('fingerprint:4|')).toEqual([]);
  });

  it('offers AND and OR after a comparison, and not before', () => {
    expect(texts('type:card |')).toEqual(['AND ', 'OR ']);
    expect(texts('type:card A|')).toEqual(['AND ']);
    expect(texts('type:card AND |')).toContain('type:');
    expect(texts('metadata.a:"x y" |')).toEqual(['AND ', 'OR ']);
  });

  it('says which part of the text a suggestion replaces', () => {
    expect(at('type:card AND cont|')).toMatchObject({ from: 14, to: 18 });
    expect(at('type:ca|')).toMatchObject({ from: 5, to: 7 });
  });

  it('leads to queries that the vault can read', () => {
    const step = fc.nat(50);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (choices) => {
        let text = '';
        for (const choice of choices) {
          const { from, to, suggestions } = completeQuery(text, text.length, known, now);
          // Where nothing is known of a field, a person types the value.
          const chosen = suggestions.length > 0 ? suggestions[choice % suggestions.length]?.text : 'x ';
          text =
            text.slice(0, from) +
            (text.slice(from, to) && suggestions.length === 0 ? text.slice(from, to) : '') +
            chosen;
          if (/metadata\.$/.test(text)) text += 'key:';
        }
        const done = text.trimEnd();
        const whole = /:$/.test(done) ? `${done}x` : done.replace(/(^|\s)(AND|OR|NOT)$/, '');
        if (/(AND|OR|NOT)\s*$/.test(whole)) return;
        expect(() => parseSearch(whole.replace(/(created|modified)_at:x$/, '$1_at:2030-01-01'))).not.toThrow();
      }),
    );
  });

  it('stays within the text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(60), (text, place) => {
        const caret = Math.min(place, text.length);
        const { from, to } = completeQuery(text, caret, known, now);
        expect(from >= 0 && from <= to && to === caret).toBe(true);
      }),
    );
  });
});
