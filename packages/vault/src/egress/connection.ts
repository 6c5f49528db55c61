import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as startRequest,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { endWith } from './connect.ts';
import type { EgressGuards } from './egress-guards.ts';

/** A request and its answer under way on a connection. */
interface Exchange {
  answer?: IncomingMessage;
  /** Is told once that it is over. Says whether the connection is kept for another one. */
  over(answer: IncomingMessage | undefined): boolean;
}

/**
 * A TLS connection that carries one exchange after the other. It is an agent of node:http for this one connection: Node decides whether
 * an answer was framed exactly and read whole, and whether both sides want to go on, and gives the connection back only then.
 */
export class Connection extends Agent {
  readonly address: string;
  /** Milliseconds of the clock when it was made. */
  readonly since: number;
  readonly #socket: TLSSocket;
  #exchange: Exchange | undefined;
  #ended = false;
  #gone: () => void = () => undefined;

  constructor(socket: TLSSocket, address: string, since: number, { mayGoOnAfter }: EgressGuards) {
    super({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
    this.address = address;
    this.since = since;
    this.#socket = socket;
    // The first to hear of bytes: what comes before a request or after a whole answer is the answer to nothing.
    socket.on('data', (bytes) => {
      const isAsked = this.#exchange !== undefined && this.#exchange.answer?.complete !== true;
      if (!isAsked && !mayGoOnAfter(bytes)) socket.destroy();
    });
    socket.on('end', () => {
      this.#ended = true;
      if (!this.#exchange) socket.destroy();
    });
    socket.on('close', () => {
      this.#over(undefined);
      this.#gone();
    });
  }

  /** Whether it can carry another exchange, as far as was heard. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && !this.#ended && this.#socket.writable;
  }

  /** Begins a request. It is written in this turn of the event loop. The signal ends the connection while the exchange lasts. */
  begin(options: RequestOptions, signal: AbortSignal, over: Exchange['over']): ClientRequest {
    const spare = endWith(this.#socket, signal);
    const exchange: Exchange = {
      over: (answer) => {
        spare();
        return over(answer);
      },
    };
    this.#exchange = exchange;
    const sent = startRequest({ ...options, agent: this });
    sent.prependListener('response', (answer) => {
      exchange.answer = answer;
    });
    return sent;
  }

  #over(answer: IncomingMessage | undefined): boolean {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    return exchange?.over(answer) ?? false;
  }

  override createConnection(): Duplex {
    return this.#socket;
  }

  /** Node asks this when an exchange has ended well; where the answer is no, it closes the connection. */
  override keepSocketAlive(): boolean {
    const answer = this.#exchange?.answer;
    // Nothing of this waits for a connection that nobody uses.
    this.#socket.unref();
    return this.isOpen && answer?.complete === true ? this.#over(answer) : false;
  }

  /** Runs when the connection closes; of several, the last one given. */
  onClose(run: () => void): void {
    this.#gone = run;
  }

  close(): void {
    this.#socket.destroy();
  }
}
