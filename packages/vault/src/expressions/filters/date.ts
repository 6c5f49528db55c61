import { costs } from '../costs.ts';
import { type Context, type Family, filter, required } from '../filter.ts';
import { type Instant, readEpoch, readIso } from '../instant.ts';
import type { Json } from '../json.ts';
import { integer, type Kind, text } from '../kinds.ts';
import { strftime } from '../strftime.ts';

/** What was given, and the moment it stands for, which may be the clock's. */
interface Moment {
  readonly source: Json;
  readonly at: (context: Context) => Instant;
}

const moment: Kind<Moment> = {
  expects: 'a date (ISO 8601, seconds since 1970, or now)',
  read: (value) => {
    if (value === 'now' || value === 'today') {
      return { source: value, at: (context) => ({ milliseconds: context.now().getTime(), offsetMinutes: 0 }) };
    }
    const seconds = integer.read(value);
    const instant = seconds === undefined ? readIso(text.read(value) ?? '') : readEpoch(seconds);
    return instant && { source: value as Json, at: () => instant };
  },
};

export const dates: Family = {
  date: filter({
    description:
      'A date by a strftime format, in English and on the offset it was written with. Takes ISO 8601, seconds since 1970, and `now` where the clock may be read. An empty format leaves the value as it is.',
    input: moment,
    parameters: { format: required(text) },
    apply: (value, { format }, context) => {
      if (format === '') return value.source;
      context.charge(format.length * costs.match);
      // No directive of two characters writes more than this.
      context.grow(format.length * 16);
      const written = strftime(value.at(context), format);
      return written ?? context.fail('format has a directive that strftime does not know');
    },
  }),
};
