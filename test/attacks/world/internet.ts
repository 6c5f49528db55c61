import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer on its way to the browser. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Changes an answer on its way, or loses it after it was given. */
export type Alter = (sent: Sent, answer: Answer) => Answer | 'lost';

/**
 * Everything outside a browser: its proxy. It sees each request of each document, whoever makes it and wherever it goes,
 * hands those for a vault's host to a running vault, and answers for all other hosts itself.
 */
export interface Internet {
  /** What the browser is told to use as its proxy. */
  readonly proxy: string;
  /** All requests since `forget`, in the order of their arrival. */
  readonly requests: readonly Sent[];
  /** What `alter` threw since `forget`. */
  readonly faults: readonly unknown[];
  /** The address that stands behind the vault's hosts. */
  vault: string;
  alter: Alter;
  /** What every other host answers with. */
  site: (sent: Sent) => Answer;
  forget(): void;
  close(): Promise<void>;
}

/** The hosts a vault stands behind. Only the first is one that browsers treat as loopback. */
const vaultHosts = ['vault.localhost', 'vault.test'];

export const isVault = ({ hostname }: URL): boolean => vaultHosts.includes(hostname);

const fieldsOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));

const read = async (incoming: IncomingMessage): Promise<Sent> => ({
  method: incoming.method ?? 'GET',
  url: new URL(incoming.url ?? '/', `http://${incoming.headers.host}`),
  headers: fieldsOf(incoming),
  body: await text(incoming),
});

const ask = async (vault: string, { method, url, headers, body }: Sent): Promise<Answer> => {
  const { 'accept-encoding': _, 'proxy-connection': __, ...kept } = headers;
  const outgoing = forward(`${vault}${url.pathname}${url.search}`, { method, headers: { ...kept, host: url.host } });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: fieldsOf(answer), body: await text(answer) };
};

const give = (response: ServerResponse, { status, headers, body }: Answer): void => {
  const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...kept } = headers;
  response.writeHead(status, kept).end(body);
};

/** Ends in the middle of the answer: a browser repeats by itself what got no answer at all. */
const lose = (response: ServerResponse, { status, headers }: Answer): void => {
  response.writeHead(status, { ...headers, 'content-length': '1000' });
  response.write('{');
  response.socket?.end();
};

export const openInternet = async (): Promise<Internet> => {
  const requests: Sent[] = [];
  const faults: unknown[] = [];
  const server = createServer((incoming, response) => void answer(incoming, response));
  const internet: Internet = {
    get proxy() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    requests,
    faults,
    vault: '',
    alter: (_, answer) => answer,
    site: () => ({ status: 404, headers: {}, body: '' }),
    forget: () => {
      requests.length = 0;
      faults.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await read(incoming);
    requests.push(sent);
    // A vault that is away answers nobody.
    const given = isVault(sent.url) ? await ask(internet.vault, sent).catch(() => undefined) : internet.site(sent);
    if (!given) return void response.destroy();
    try {
      const altered = internet.alter(sent, given);
      if (altered === 'lost') lose(response, given);
      else give(response, altered);
    } catch (fault) {
      faults.push(fault);
      response.destroy();
    }
  };
  server.on('connect', ({ url = '' }, socket) => {
    requests.push({ method: 'CONNECT', url: new URL(`https://${url}`), headers: {}, body: '' });
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return internet;
};
