/** What of its URL decides about a call. */
export type CallUrl = Pick<URL, 'pathname' | 'search' | 'searchParams'>;

/** A URL of which the path alone is given, and stands there as a parser would write it: no query, no dots, nothing encoded. */
const plain = /^https?:\/\/[^/?#\\]+(\/[\w/-]*)$/;

class PlainUrl implements CallUrl {
  readonly pathname: string;
  readonly search = '';

  constructor(pathname: string) {
    this.pathname = pathname;
  }

  get searchParams(): URLSearchParams {
    return new URLSearchParams();
  }
}

/** Reads the URL of a request (`VaultRequest`), which is valid or empty. Most need no parser, which takes ten times as long. */
export const callUrl = (url: string): CallUrl | undefined => {
  const [, pathname] = plain.exec(url) ?? [];
  return pathname === undefined ? (URL.parse(url) ?? undefined) : new PlainUrl(pathname);
};
