/** One numbered step of a schema. Once released it is never edited: the checksum of its text is kept in the database. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  id: number;
  name: string;
  sql: string;
}
