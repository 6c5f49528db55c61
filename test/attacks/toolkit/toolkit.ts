/*
 * What a hostile script brings along: everything the protocol allows, and everything it does not, without the SDK's
 * manners. Loaded by all pages of the attacks, those of the shop included.
 */
import type { Elements, ElementType, HostedElement } from '@tessera/elements';
import { drawId } from '../../../packages/bridge/src/guards.ts';
import type { FrameMethods, PageMethods } from '../../../packages/bridge/src/protocol.ts';
import { makeCalls, type Remote } from '../../../packages/bridge/src/rpc.ts';

/** How an attempt ended, in a form that can be compared. */
export type Ending =
  | { readonly value: unknown }
  | { readonly code: string; readonly detail?: string | undefined }
  | 'pending';

/** Milliseconds after which an attempt counts as unanswered. */
const patience = 20_000;

/** Waits for an attempt, but not for ever. */
const ending = async (attempt: () => unknown, limit = patience): Promise<Ending> => {
  const settled = Promise.resolve()
    .then(attempt)
    .then(
      (value): Ending => ({ value: value ?? null }),
      ({
        code,
        name,
        detail,
        parts,
      }: {
        code?: string;
        name?: string;
        detail?: string;
        parts?: { detail?: string };
      }) => {
        const about = detail ?? parts?.detail;
        return { code: code ?? name ?? 'unknown', ...(about !== undefined && { detail: about }) };
      },
    );
  const late = new Promise<'pending'>((resolve) => setTimeout(resolve, limit, 'pending'));
  return await Promise.race([settled, late]);
};

const vaultOrigin = 'http://vault.localhost';

/** What the script tag `/js/elements.js` defines. Its name has other types where the vendor's SDK is installed. */
const sdk = () =>
  (window as unknown as { BasisTheoryElements: Elements & { init(key: string): Promise<void> } }).BasisTheoryElements;

/** Elements of the page, by the id of what they are mounted on. */
const fields: Record<string, HostedElement> = {};

/** Every event that the SDK gave to the page, with the field it came from. */
const events: Record<string, unknown>[] = [];

/** Initializes the SDK and mounts elements as a shop would: `{ number: 'cardNumber' }` into `#number`, or elsewhere. */
const mount = async (
  key: string,
  types: Readonly<Record<string, ElementType>>,
  options = {},
  place?: Element,
): Promise<void> => {
  await sdk().init(key);
  for (const [id, type] of Object.entries(types)) {
    const field = sdk().createElement(type, { targetId: id, ...options });
    for (const name of ['ready', 'change', 'focus', 'blur', 'keydown', 'obscured'] as const) {
      field.on(name, (event) => events.push({ field: id, ...event }));
    }
    fields[id] = field;
  }
  await Promise.all(Object.keys(types).map((id) => fields[id]?.mount(place ?? `#${id}`)));
};

/** A payload with fields in the places of their names: `$number`, `$expiry.month`. */
const withFields = (template: unknown): unknown => {
  if (typeof template === 'string' && template.startsWith('$')) {
    const [id = '', part] = template.slice(1).split('.');
    const field = fields[id];
    return part === 'month' ? field?.month() : part === 'year' ? field?.year() : field;
  }
  if (Array.isArray(template)) return template.map(withFields);
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, withFields(value)]));
};

/** What a shop sends when its customer pays, with three fields or with one. */
const payment = () =>
  fields.code
    ? {
        type: 'card',
        data: { number: '$number', expiration_month: '$expiry.month', expiration_year: '$expiry.year', cvc: '$code' },
      }
    : { type: 'card_number', data: '$number' };

/** Has the SDK make tokens of a payload that names fields. The value is the whole answer. */
const make = (method: string, template: unknown, options?: object): Promise<Ending> => {
  const { tokens, tokenize, atomicCards } = sdk();
  const methods: Record<string, (payload: never, options?: object) => Promise<unknown>> = {
    'tokens.create': tokens.create,
    'tokens.encrypt': tokens.encrypt,
    tokenize,
    'atomicCards.create': atomicCards.create,
  };
  return ending(() => methods[method]?.(withFields(template) as never, withFields(options) as object));
};

/** Pays. The value is the token's id. */
const pay = (limit?: number): Promise<Ending> =>
  ending(async () => {
    const { id } = (await sdk().tokens.create(withFields(payment()) as never)) as { id: string };
    return id;
  }, limit);

/** Adds a bare frame of the vault, and waits until it has loaded. Nobody has opened it yet. */
const addFrame = async (
  address = `${vaultOrigin}/elements/`,
  attributes: Readonly<Record<string, string>> = {},
): Promise<number> => {
  const iframe = document.createElement('iframe');
  for (const [name, value] of Object.entries(attributes)) iframe.setAttribute(name, value);
  const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve, { once: true }));
  iframe.src = address;
  document.body.append(iframe);
  await loaded;
  return frames.length - 1;
};

export interface RawOpening {
  readonly key?: string;
  readonly type?: string;
  readonly options?: object;
  readonly nonce?: string;
  /** How many ports go along. */
  readonly ports?: number;
  readonly target?: string;
}

const remotes: Record<string, Remote<FrameMethods>> = {};

/** The ports behind them. */
const ports: Record<string, MessagePort> = {};

/**
 * Opens a frame by hand, from wherever this script runs, and keeps the connection under a name. The value is what the frame
 * echoed beside the nonce: its id, or a refusal.
 */
const open = (name: string, frame: Window, opening: RawOpening = {}): Promise<Ending> => {
  const {
    key = '',
    type = 'cardNumber',
    options = {},
    ports: count = 1,
    target = '*',
    nonce = drawId(crypto),
  } = opening;
  const channels = Array.from({ length: count }, () => new MessageChannel());
  const [port] = channels.map(({ port1 }) => port1);
  const echoed = new Promise<{ id?: string; refusal?: { code: string }; told?: unknown[] }>((resolve) => {
    if (port) port.onmessage = ({ data }) => resolve(data);
  });
  const message = { tessera: 2, nonce, key, type, options };
  frame.postMessage(
    message,
    target,
    channels.map(({ port2 }) => port2),
  );
  return ending(async () => {
    const { id, refusal, told = [] } = await echoed;
    if (refusal) throw refusal;
    if (!port) return id;
    port.onmessage = null;
    ports[name] = port;
    const methods: PageMethods = { emit: (event) => void events.push({ field: name, ...event }), say: () => {} };
    const remote = makeCalls<FrameMethods>(port, methods);
    remotes[name] = remote;
    told.forEach(remote.hear);
    return id;
  });
};

/** Calls any method of an opened frame, whether there is one or not. */
const call = (name: string, method: string, ...args: unknown[]): Promise<Ending> =>
  ending(() => {
    const remote = remotes[name] as unknown as {
      call(method: string, timeout: number, ...args: unknown[]): Promise<unknown>;
    };
    return remote.call(method, patience, ...args);
  });

/** Has an opened frame make a token. The value is its id. */
const create = (name: string, payload: object): Promise<Ending> =>
  ending(async () => {
    const made = await call(name, 'call', 'tokens.create', payload, {});
    if (made === 'pending' || !('value' in made)) throw made === 'pending' ? { code: made } : made;
    return (made.value as { id: string }).id;
  });

const toolkit = { vaultOrigin, sdk, fields, events, ports, ending, mount, make, pay, addFrame, open, call, create };

declare global {
  interface Window {
    attack: typeof toolkit;
  }
}

window.attack = toolkit;
