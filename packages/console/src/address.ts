/** Parameters of a path by name. */
export type Params = Readonly<Record<string, string>>;

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/**
 * The parameters of a path that matches a pattern; nothing if it does not match.
 *
 * `matchPath('/t/{tenant}/tokens/{id}', '/t/1/tokens/2')` gives `{ tenant: '1', id: '2' }`.
 */
export const matchPath = (pattern: string, path: string): Params | undefined => {
  const [wanted, given] = [pattern.split('/'), path.replace(/(?<=.)\/$/, '').split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== text) return undefined;
      continue;
    }
    const value = decoded(text);
    if (!value) return undefined;
    params[name] = value;
  }
  return params;
};

/** The path of a pattern with its parameters filled in. */
export const pathOf = (pattern: string, params: Params): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** An address with another query: `undefined` and empty values are left out. */
export const withQuery = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
};
