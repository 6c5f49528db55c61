/** What keeps a spreadsheet from running a cell. Tests take it out to show that they would see it missing. */
export const csvGuards = {
  /**
   * Spreadsheets take a cell that begins with one of these for a formula, also after spaces, and also where the character is of full width
   * (OWASP, "CSV Injection"). An apostrophe before it makes it text.
   */
  isFormula: (cell: string): boolean => /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(cell) || /^[\t\r\n]/.test(cell),
};

/** A row of a CSV file (RFC 4180). Every cell is quoted, and none is a formula. */
export const csvRow = (cells: readonly string[], { isFormula } = csvGuards): string =>
  `${cells.map((cell) => `"${(isFormula(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
