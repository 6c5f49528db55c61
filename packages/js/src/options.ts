import { ElementsError } from '@tessera/elements';

export interface BaseUrls {
  readonly apiBaseUrl: string;
  readonly elementsBaseUrl: string;
}

interface Given {
  readonly apiBaseUrl?: string | undefined;
  readonly elements?: boolean | undefined;
  readonly elementsBaseUrl?: string | undefined;
}

const originOf = (url: string, name: string): string => {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).origin;
  throw new TypeError(`Invalid format for the given ${name} base url. It begins with https://`);
};

/**
 * The URLs of the API and of the frames. Both must have one origin: a frame sends what was typed to the vault that served it, and
 * another vault would not know those tokens.
 *
 * @throws TypeError when the API's URL is missing or one of them is not an http or https URL.
 * @throws ElementsError `base-url-mismatch` when their origins differ and elements are used.
 */
export const baseUrlsOf = ({ apiBaseUrl, elements, elementsBaseUrl }: Given): BaseUrls => {
  if (apiBaseUrl === undefined) {
    throw new TypeError('Pass `apiBaseUrl`, the address of your vault, to `init()`: there is no default.');
  }
  const apiOrigin = originOf(apiBaseUrl, 'API');
  const frameOrigin = elementsBaseUrl === undefined ? apiOrigin : originOf(elementsBaseUrl, 'Elements');
  if (elements && frameOrigin !== apiOrigin) throw new ElementsError('base-url-mismatch', apiOrigin);
  return { apiBaseUrl, elementsBaseUrl: frameOrigin };
};
