import type { FetchHandler } from '../node-server.ts';
import type { Exposition } from './prometheus.ts';

const plain = { 'Content-Type': 'text/plain; charset=utf-8' };

const headers = {
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** Answers `GET /metrics` and nothing else. It asks for no key, so it belongs on a listener that only the operator reaches. */
export const metricsPage =
  ({ contentType, text }: Pick<Exposition, 'contentType' | 'text'>): FetchHandler =>
  async ({ method, url }) => {
    if (new URL(url).pathname !== '/metrics') {
      return new Response('There is only /metrics here.\n', { status: 404, headers: { ...headers, ...plain } });
    }
    if (method !== 'GET') {
      return new Response('/metrics answers to GET.\n', {
        status: 405,
        headers: { ...headers, ...plain, Allow: 'GET' },
      });
    }
    return new Response(await text(), { headers: { ...headers, 'Content-Type': contentType } });
  };
