import type { Route } from '@tessera/contract';
import { maxBody } from '../http/body.ts';
import type { VaultRequest } from '../http/messages.ts';
import { pageBytes } from '../tokens/search/find-tokens.ts';

/** Bytes that every request and its answer occupy. */
const least = 4096;

const bodyBytes = ({ headers }: VaultRequest): number => {
  if (headers.get('Transfer-Encoding') !== null) return maxBody;
  const length = Number(headers.get('Content-Length') ?? 0);
  return length > 0 ? Math.min(length, maxBody) : 0;
};

const isPage = ({ response }: Route): boolean =>
  response !== undefined && 'shape' in response && 'pagination' in (response.shape as object);

/** The bytes that a request will occupy, as far as that can be told before its body is read. */
export const expectedBytes = (route: Route, request: VaultRequest): number =>
  least + bodyBytes(request) + (isPage(route) ? pageBytes : 0);
