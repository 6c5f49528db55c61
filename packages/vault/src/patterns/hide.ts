import { compilePattern } from './program.ts';
import { searcher } from './search.ts';

/** A captured value longer than this is hidden where it was captured, and not looked for elsewhere. */
const longestRepeated = 1000;

/** The parts of a text that are hidden, from the first to the last. */
type Spans = { start: number; end: number }[];

/** Every place where a value stands; one that begins within another does not count. */
const placesOf = (value: string, text: string): Spans => {
  const spans: Spans = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    spans.push({ start: at, end: at + value.length });
  }
  return spans;
};

/** A text with a character in place of each that is hidden. */
const overwrite = (text: string, spans: Spans, replacement: string): string => {
  const parts: string[] = [];
  let end = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, end);
    if (span.end <= start) continue;
    parts.push(text.slice(end, start), replacement.repeat(span.end - start));
    end = span.end;
  }
  return parts.join('') + text.slice(end);
};

/**
 * Hides in each match of a pattern every occurrence of a value that one of its groups has captured: `^(aa).*?$` makes `**bbcc**` of
 * `aabbccaa`. `charge` is told of the work as it is done, and may throw; the pattern has been compiled before without an error.
 */
export const hideMatches = (
  pattern: string,
  replacement: string,
  text: string,
  charge: (steps: number) => void,
): string => {
  charge(pattern.length * 100);
  const search = searcher(compilePattern(pattern), charge);
  const parts: string[] = [];
  let done = 0;
  for (let from = 0; from <= text.length; ) {
    const found = search(text, from);
    if (!found) break;
    const { start, end } = found;
    from = end > start ? end : end + 1;
    const match = text.slice(start, end);
    const spans = found.groups.flatMap((group): Spans => {
      if (!group || group.end === group.start) return [];
      const value = text.slice(group.start, group.end);
      if (value.length > longestRepeated) return [{ start: group.start - start, end: group.end - start }];
      charge(match.length * (1 + value.length / 8));
      return placesOf(value, match);
    });
    if (spans.length === 0) continue;
    parts.push(text.slice(done, start), overwrite(match, spans, replacement));
    done = end;
  }
  charge(text.length);
  return parts.join('') + text.slice(done);
};
