import type { Server } from './server.ts';

/** Calls the vault once, to prepare a measurement. */
export const call = async <Body>(
  server: Server,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Body> => {
  const response = await fetch(server.origin + path, {
    method,
    headers: { 'bt-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as Body;
};
