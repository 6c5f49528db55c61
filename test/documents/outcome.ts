import type { Pair } from './pair.ts';

/** What comes of a call: a value, or the error of an SDK. */
export interface Outcome {
  value?: unknown;
  failed?: { name: string; status: number; data: unknown };
}

/** The method that a Node sample calls, bound to where it stands; nothing where the client has none of that name. */
export function methodOf(client: object, call: string): ((...args: unknown[]) => Promise<unknown>) | undefined {
  const path = call.split('.');
  const last = path.pop() ?? '';
  const holder = path.reduce<unknown>((at, name) => at && Reflect.get(at, name), client) as object | undefined;
  const method: unknown = holder && Reflect.get(holder, last);
  return typeof method === 'function' ? method.bind(holder) : undefined;
}

/** Calls the method that a Node sample calls. */
export async function outcome(client: object, { call, args }: Pair): Promise<Outcome> {
  const method = methodOf(client, call);
  if (!method) throw new Error(`The client has no ${call}.`);
  try {
    return { value: await method(...args) };
  } catch (error) {
    return { failed: error as NonNullable<Outcome['failed']> };
  }
}
