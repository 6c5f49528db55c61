import type { ServerResponse } from 'node:http';
import type { Resolve } from '../../egress/addresses.ts';
import type { EgressOptions } from '../../egress/egress.ts';
import { certificateAuthority } from '../../egress/testing/certificates.ts';
import { internetAt, startDestination } from '../../egress/testing/destinations.ts';
import { testEgress } from '../../egress/testing/test-egress.ts';

/** A request that a receiver got. */
export interface Got {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
}

/** A server that takes webhooks under a few names, and the only way out there is. */
export const startReceiver = async (options: Partial<EgressOptions> = {}) => {
  const authority = certificateAuthority();
  const got: Got[] = [];
  const act = { answer: (response: ServerResponse, _got: Got): unknown => response.end('ok') };
  const destination = await startDestination(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const text = Buffer.concat(parts).toString();
      const one = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
      got.push(one);
      act.answer(response, one);
    },
    authority.issue(['hooks.example', 'b.hooks.example', 'private.example', 'moving.example', 'shop.example']),
  );
  /** Where names lead. Name servers ask for them to be looked up again each time. */
  const names: Record<string, string> = {
    'hooks.example': '93.184.216.34',
    'b.hooks.example': '93.184.216.34',
    'moving.example': '93.184.216.34',
    'shop.example': '93.184.216.34',
    'private.example': '10.0.0.1',
  };
  const resolve: Resolve = async (host) => ({ addresses: [names[host] ?? []].flat(), ttl: 0 });
  const internet = internetAt(destination.port);
  const egress = testEgress({ resolve, dial: internet.dial, ca: [authority.cert], ...options });
  return {
    ...{ got, act, names, egress, dialled: internet.dialled },
    /** What came since this was last asked. */
    take: (): Got[] => got.splice(0),
    close: async () => {
      egress.close();
      await destination.close();
    },
  };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
