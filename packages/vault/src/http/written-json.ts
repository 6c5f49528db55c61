/**
 * JSON that the vault has written itself, in the form that the route answers. It is sent as it is: what was stored as JSON need not be
 * parsed, checked and written again for every reader.
 */
export class WrittenJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Stands for the answer of a handler that has written it already. */
export const written = <Answer>(text: string): Answer => new WrittenJson(text) as Answer;
