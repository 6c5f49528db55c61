import type { Handler } from '../node/server.ts';
import type { Exposition } from './prometheus.ts';

const plain = { 'Content-Type': 'text/plain; charset=utf-8' };

const headers = {
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** Answers only `GET /metrics`. It needs no key, so only the operator must be able to reach its listener. */
export const metricsPage =
  ({ contentType, text }: Pick<Exposition, 'contentType' | 'text'>): Handler =>
  async ({ method, url }) => {
    if (URL.parse(url)?.pathname !== '/metrics') {
      return { status: 404, headers: { ...headers, ...plain }, body: 'There is only /metrics here.\n' };
    }
    if (method !== 'GET') {
      return { status: 405, headers: { ...headers, ...plain, Allow: 'GET' }, body: '/metrics answers to GET.\n' };
    }
    return { status: 200, headers: { ...headers, 'Content-Type': contentType }, body: await text() };
  };
