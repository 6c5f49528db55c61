/** Texts, quoted names and comments, in which nothing is ours to read or replace. */
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//.source;

/** SQL with every match of a pattern replaced that stands outside of texts, quoted names and comments. Case does not count. */
export const replaceSql = (sql: string, pattern: RegExp, replacement: () => string): string =>
  sql.replace(new RegExp(`(${quoted})|${pattern.source}`, 'gi'), (match, skipped?: string) =>
    skipped === undefined ? replacement() : match,
  );

/** A statement with its parameters written as `write` says, given their place from 1 on; and how many there are. */
export const withParameters = (sql: string, write: (place: number) => string): { text: string; parameters: number } => {
  let parameters = 0;
  const text = replaceSql(sql, /\?/, () => {
    parameters += 1;
    return write(parameters);
  });
  return { text, parameters };
};
