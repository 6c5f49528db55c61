/** What is wrong with a search query, and where: `column` is 1-based. The message holds nothing of the values searched for. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly column: number;

  constructor(message: string, column: number) {
    super(message);
    this.column = column;
  }
}
