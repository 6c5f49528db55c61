/** A table to print: a heading, and rows whose first column is their label. */
export interface Table {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export const count = (value: number): string => Math.round(value).toLocaleString('en');
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const microseconds = (value: number): string => (Number.isNaN(value) ? '–' : `${Math.round(value)} µs`);

/** Formats a table as text, with numbers aligned to the right. */
export const format = ({ title, head, rows }: Table): string => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [title, '', ...[head, ...rows].map((row) => `  ${line(row).trimEnd()}`), ''].join('\n');
};
