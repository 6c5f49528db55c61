import { type CallOptions, Failure, type SessionMethods } from '@tessera/bridge';
import type { CallKind } from '../calls/call-kinds.ts';
import { isHeaderText } from '../header-text.ts';
import { isObject } from '../json.ts';
import { type Handle, handlesBeside } from '../siblings/handle.ts';
import type { Vault } from '../vault.ts';
import { resolve } from './references.ts';
import { type RevealGuards, revealGuards } from './reveal-guards.ts';

export interface SessionContext {
  /** The functions that make calls; they are in a file that is fetched separately. */
  readonly calls: typeof import('../calls/open-calls.ts');
  readonly window: Window;
  /** This frame. */
  readonly handle: Handle;
  readonly takesExpressions: boolean;
  /** The vault, called with another key than the frame's. */
  readonly vaultWith: (apiKey: string) => Vault;
}

/** An open session: the vault, called with the session key, and the data of revealed tokens by id. */
interface Session {
  readonly vault: Vault;
  readonly revealed: Map<string, unknown>;
}

/** At most this many revealed tokens are kept; the oldest is dropped first. */
const maxRevealed = 100;

const isToken = (answer: unknown): answer is Readonly<Record<string, unknown>> & { id: string; type: string } =>
  isObject(answer) && typeof answer.id === 'string' && typeof answer.type === 'string';

/** The path of a token. URL parsers would resolve an id of one or two dots to another path. */
const pathOf = (id: unknown): `/tokens/${string}` => {
  if (typeof id !== 'string' || /^\.{0,2}$/.test(id) || id.length > 400) {
    throw new Failure('invalid-payload', { detail: 'id' });
  }
  return `/tokens/${encodeURIComponent(id)}`;
};

const traceOf = ({ correlationId }: CallOptions = {}): Record<string, string> => {
  if (correlationId === undefined) return {};
  if (!isHeaderText(correlationId)) throw new Failure('invalid-payload', { detail: 'correlationId' });
  return { 'BT-TRACE-ID': correlationId };
};

/** How often to look whether a frame is still there, in milliseconds. */
const watchEvery = 250;

/**
 * The answer of a sibling, as long as its frame is there: what a document waits for that goes away meanwhile may never come. A sibling that is
 * asked over a channel was not beside this frame before either; there is a limit for those.
 */
const whileThere = <T>(window: Window, id: unknown, answer: Promise<T>): Promise<T> => {
  const isThere = () => [...handlesBeside(window)].some((handle) => handle.id === id);
  if (!isThere()) return answer;
  let watching: ReturnType<typeof setInterval> | undefined;
  const gone = new Promise<never>((_, reject) => {
    watching = setInterval(() => isThere() || reject(new Failure('frame-lost')), watchEvery);
  });
  return Promise.race([answer, gone]).finally(() => clearInterval(watching));
};

/** The methods of the hidden frame that holds a page's session. Its key and the revealed values never leave it. */
export const openSession = (
  { calls, window, handle, takesExpressions, vaultWith }: SessionContext,
  reveal: RevealGuards = revealGuards,
) => {
  const { identity } = handle;
  const { callGuards, createOnce, createCallSender, findSibling, tokenToPage, tokenToWire, wholeRecord } = calls;
  const once = createOnce(crypto);
  let session: Session | undefined;

  const open = (): Session => {
    if (!session) throw new Failure('session-missing');
    return session;
  };

  const read = async (id: string, options?: CallOptions) => {
    const { vault, revealed } = open();
    const answer = await vault.send(pathOf(id), { method: 'GET', headers: traceOf(options) });
    if (!isToken(answer)) throw new Failure('internal-error');
    return { answer, revealed };
  };

  const methods: SessionMethods = {
    create: async () => {
      await handle.checked();
      const answer = await vaultWith(identity.apiKey).send('/sessions', { method: 'POST' });
      if (!isObject(answer) || typeof answer.session_key !== 'string') throw new Failure('internal-error');
      session = { vault: vaultWith(answer.session_key), revealed: new Map() };
      return reveal.opened(answer);
    },

    retrieve: async (id, options) => {
      const { answer, revealed } = await read(id, options);
      const [oldest] = revealed.keys();
      if (oldest !== undefined && revealed.size >= maxRevealed) revealed.delete(oldest);
      revealed.set(answer.id, answer.data);
      return { ...tokenToPage(answer, '', callGuards.reply), data: reveal.shape(handle.id, answer.id, answer.data) };
    },

    // A patch contains neither type nor classification of the token, and cannot change them: they are read first.
    update: async (id, payload, options) => {
      const path = pathOf(id);
      const { answer: token } = await read(id);
      const { vault } = open();
      const kind: CallKind = {
        path,
        toWire: tokenToWire,
        recordsIn: (body) => wholeRecord('data', isObject(body) && { ...body, privacy: token.privacy }, token.type),
        omitDataKey: false,
        toPage: (answer, _, reply) => tokenToPage(answer, token.type, reply),
      };
      const patching: Vault = {
        ...vault,
        post: (to, body, key, more) => {
          const headers = { 'Content-Type': 'application/json', 'BT-IDEMPOTENCY-KEY': key, ...traceOf(more) };
          return vault.send(to, { method: 'PATCH', body, headers });
        },
      };
      const context = { window, handle, vault: patching, once, guards: callGuards, takesExpressions };
      return createCallSender(context)(kind, payload, options);
    },

    show: async (element, value) => {
      const { revealed } = open();
      const dataOf = (token: string) => {
        if (!revealed.has(token)) throw new Failure('session-ended');
        return revealed.get(token);
      };
      const shown = resolve(value, dataOf, handle.id);
      const sibling = findSibling(window, String(element), identity);
      const failed = (await sibling.refusal()) ?? (await whileThere(window, element, sibling.show(shown)));
      if (failed) throw new Failure(failed);
    },
  };

  window.addEventListener('pagehide', () => {
    session = undefined;
  });

  return async (name: keyof SessionMethods, ...args: readonly unknown[]): Promise<unknown> => {
    if (!Object.hasOwn(methods, name)) throw new Failure('method-not-allowed');
    return await (methods[name] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
  };
};
