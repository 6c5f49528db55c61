import { type CallOptions, Failure, type SessionMethods } from '@tessera/bridge';
import type { CallKind } from '../calls.ts';
import type { Guards } from '../guards.ts';
import { isHeaderText } from '../header-text.ts';
import { isObject, wholeRecord } from '../records.ts';
import { createHandle, type Handle } from '../siblings.ts';
import type { Vault } from '../vault.ts';
import { resolve } from './references.ts';
import { type RevealGuards, revealGuards } from './reveal-guards.ts';

export interface SessionWorld {
  /** How calls are made. */
  readonly calling: typeof import('../calling.ts');
  readonly window: Window;
  readonly own: Pick<Handle, 'id' | 'identity' | 'checked' | 'type'>;
  readonly guards: Guards;
  readonly takesExpressions: boolean;
  /** The vault as it is called with a key. */
  readonly vaultWith: (apiKey: string) => Vault;
}

/** A session in its frame: its key, as the vault that is called with it, and the data that was revealed. */
interface Session {
  readonly vault: Vault;
  readonly revealed: Map<string, unknown>;
}

/** So many tokens are kept at a time; the first to come is the first to go. */
const maxRevealed = 100;

const isToken = (answer: unknown): answer is Readonly<Record<string, unknown>> & { id: string; type: string } =>
  isObject(answer) && typeof answer.id === 'string' && typeof answer.type === 'string';

/** The path of a token. Dots alone would be another path (WHATWG URL §4.4). */
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

/** What the hidden frame of a page's session does. Key and values stay inside. */
export const openSession = (
  { calling, window, own, guards, takesExpressions, vaultWith }: SessionWorld,
  reveal: RevealGuards = revealGuards,
) => {
  const { identity } = own;
  const { callGuards, createOnce, createSender, findSibling, tokenToPage, tokenToWire } = calling;
  const once = createOnce(crypto);
  let session: Session | undefined;

  const open = (): Session => {
    if (!session) throw new Failure('session-missing');
    return session;
  };

  /** It has nothing to read or show. */
  const nothing = {
    parts: () => [],
    validate: () => {},
    codeContext: () => undefined,
    heed: () => {},
    show: async () => undefined,
    watch: () => undefined,
  };
  const handle = createHandle(own, nothing, guards.sibling);

  const read = async (id: string, options?: CallOptions) => {
    const { vault, revealed } = open();
    const answer = await vault.send(pathOf(id), { method: 'GET', headers: traceOf(options) });
    if (!isToken(answer)) throw new Failure('internal-error');
    return { answer, revealed };
  };

  const methods: SessionMethods = {
    create: async () => {
      await own.checked;
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
      return { ...tokenToPage(answer, '', callGuards.reply), data: reveal.shape(own.id, answer.id, answer.data) };
    },

    // A patch says neither type nor class of what it changes. Both stay as they are, so that what was just read holds.
    update: async (id, payload, options) => {
      const path = pathOf(id);
      const { answer: token } = await read(id);
      const { vault } = open();
      const kind: CallKind = {
        path,
        toWire: tokenToWire,
        recordsIn: (body) => wholeRecord('data', isObject(body) && { ...body, privacy: token.privacy }, token.type),
        collapse: false,
        toPage: (answer, _, reply) => tokenToPage(answer, token.type, reply),
      };
      const patching: Vault = {
        ...vault,
        post: (to, body, key, more) => {
          const headers = { 'Content-Type': 'application/json', 'BT-IDEMPOTENCY-KEY': key, ...traceOf(more) };
          return vault.send(to, { method: 'PATCH', body, headers });
        },
      };
      const world = { window, handle, vault: patching, once, guards: callGuards, takesExpressions };
      return createSender(world)(kind, payload, options);
    },

    show: async (element, value) => {
      const { revealed } = open();
      const dataOf = (token: string) => {
        if (!revealed.has(token)) throw new Failure('session-ended');
        return revealed.get(token);
      };
      const shown = resolve(value, dataOf, own.id);
      const sibling = findSibling(window, String(element), identity);
      const failed = (await sibling.refusal()) ?? (await sibling.show(shown));
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
