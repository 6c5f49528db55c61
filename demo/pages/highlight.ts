const grammar =
  /(?<comment>(?<!:)\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)|(?<string>'[^'\n]*'|`[^`]*`|"[^"\n]*")|(?<keyword>\b(?:import|export|from|type|interface|const|let|return|new|await|async|if|for|of|throw|try|catch|finally|typeof|void|null|true|false|undefined)\b(?!\s*:)|<\/?[a-z]+)|(?<number>\b\d[\d_]*\b)|(?<call>\b[a-zA-Z]\w*(?=\())/g;

/** A run of characters that are coloured alike; `kind` is empty where they are not coloured. */
export interface Run {
  kind: string;
  text: string;
}

/** Source text as lines of coloured runs, with what little grammar a reader needs. */
export const highlight = (source: string): Run[][] => {
  const lines: Run[][] = [[]];
  const write = (kind: string, text: string) => {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ kind, text: part });
    }
  };

  const text = source.trimEnd();
  let at = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(grammar)) {
    write('', text.slice(at, index));
    write(Object.keys(groups).find((kind) => groups[kind] !== undefined) ?? '', found);
    at = index + found.length;
  }
  write('', text.slice(at));
  return lines;
};
