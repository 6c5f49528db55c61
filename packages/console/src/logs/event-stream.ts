/** A server-sent event. */
export interface StreamEvent {
  name: string;
  id: string | undefined;
  data: string;
}

/** Characters of the longest event: entries are far shorter. */
const longest = 65_536;

const fieldOf = (line: string): [name: string, value: string] => {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
};

const eventOf = (text: string): StreamEvent | undefined => {
  const fields = text.split('\n').map(fieldOf);
  const last = (wanted: string) => fields.findLast(([name]) => name === wanted)?.[1];
  const data = fields.flatMap(([name, value]) => (name === 'data' ? [value] : []));
  return data.length === 0 ? undefined : { name: last('event') ?? 'message', id: last('id'), data: data.join('\n') };
};

/**
 * Takes the text of a stream piece by piece and gives the events that are whole (HTML §9.2.6, with the line ends that the server sends).
 * Throws RangeError for an event without an end.
 */
export const eventParser = (): ((text: string) => StreamEvent[]) => {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    if (rest.length > longest) throw new RangeError('The event is too long.');
    return parts.flatMap((part) => eventOf(part) ?? []);
  };
};
