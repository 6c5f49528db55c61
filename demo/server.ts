import type { IncomingMessage, RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import type { OrderBook } from './order-book.ts';
import { createOrders, problemOf } from './orders.ts';
import { createReveals } from './reveals.ts';

/** What answers requests that are not for the shop's own routes. */
export interface Pages {
  serve: RequestListener;
  close?: () => Promise<void>;
}

export interface ShopOptions {
  pages: Pages;
  vaultOrigin: string;
  /** Pages get this key. */
  elementsKey: string;
  /** Stays on the server. */
  serverKey: string;
  /** Stays on the server as well: it allows pages to show cards in full. */
  revealKey: string;
  /** The address of the acquirer, which charges payments. */
  acquirerUrl: string;
  /** The reactor that charges bank accounts. */
  reactorId: string;
  book: OrderBook;
  /** Called with errors that are the shop's own fault. */
  report: (error: unknown) => void;
}

interface Answer {
  status: number;
  body: unknown;
}

const longestBody = 1_000;

/** The shop's backend: its pages, their configuration, orders and reveals. */
export const createShop = ({
  pages,
  vaultOrigin,
  elementsKey,
  serverKey,
  revealKey,
  acquirerUrl,
  reactorId,
  book,
  report,
}: ShopOptions): RequestListener => {
  const reveals = createReveals({ vaultOrigin, revealKey, book });
  const orders = createOrders({ vaultOrigin, serverKey, acquirerUrl, reactorId, book });

  const routes: Record<string, (request: IncomingMessage) => Promise<Answer>> = {
    'GET /config.json': async () => ({
      status: 200,
      body: { elementsKey, vaultOrigin },
    }),
    'GET /orders': async () => ({ status: 200, body: { data: await orders.list() } }),
    'GET /cards': async () => ({ status: 200, body: { data: await orders.cards() } }),
    'POST /orders': async (request) => {
      const { token_id: tokenId, attempt } = await readTexts(request);
      if (!tokenId) return problem(400, 'Send JSON: { "token_id": "…" }.');
      return { status: 201, body: await orders.place(tokenId, attempt) };
    },
    'POST /reveal': async (request) => {
      const { nonce, token_id: tokenId } = await readTexts(request);
      if (!nonce || !tokenId)
        return problem(400, 'Send JSON: { "nonce": "…", "token_id": "…" }.');
      return { status: 200, body: await reveals.allow(nonce, tokenId) };
    },
  };

  return async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const path = url.split('?', 1)[0] ?? '/';

    const route = routes[`${method} ${path}`];
    if (!route) return pages.serve(request, response);
    const { status, body } = await route(request).catch((error: unknown) => {
      const { status, detail } = problemOf(error);
      if (status >= 500) report(error);
      return problem(status, detail);
    });
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      .end(JSON.stringify(body));
  };
};

const problem = (status: number, detail: string): Answer => ({
  status,
  body: { status, detail },
});

/**
 * Reads a JSON body. Requiring this content type keeps other sites out: a form cannot send it, and a script of theirs would need
 * a preflight, which this server does not answer.
 */
const readTexts = async (request: IncomingMessage): Promise<Record<string, string>> => {
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const length = Number(request.headers['content-length']);
  if (!isJson || !(length <= longestBody)) return {};
  const body: unknown = await json(request).catch(() => undefined);
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => typeof value === 'string'),
  );
};
