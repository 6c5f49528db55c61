/** What somebody has typed cannot be used. The message says why, in words for that person. */
export class TypedError extends Error {
  override readonly name = 'TypedError';
}
