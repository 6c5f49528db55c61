/**
 * What happens to each fenced block of the documents in tests. A block that is not here fails the test beside this file, and so does an
 * entry whose block is gone.
 */
export interface TestedBlock {
  readonly language: string;
  /** Text that no other block of its document and language holds, unless all of these are tested alike. */
  readonly holds: string;
  readonly how: How;
}

type How =
  /** The compiler accepts it, after these lines, which say what the names are that it does not declare. */
  | { readonly compiles: string }
  /** That test runs it. */
  | { readonly ranBy: string }
  /** Nothing runs it, for this reason. */
  | { readonly because: string };

const bt = "declare const bt: import('@tessera/js').BasisTheory;";
/** Elements that stand in variables of these names. */
const elements = (...names: string[]) =>
  `declare const ${names.map((name) => `${name}: import('@tessera/js').HostedElement`).join(', ')};`;
/** The global of the script tag, for a page without types: what a token holds is known to its author. */
const untypedData = `type Sdk = import('@tessera/js').BasisTheory;
declare const BasisTheory: { init: (...given: Parameters<Sdk['init']>) => Promise<Omit<Sdk, 'tokens'> & { tokens: { retrieve(id: string): Promise<{ data: any }> } }> };`;

const compiles = (...prelude: string[]): How => ({ compiles: prelude.join('\n') });
const ranBy = (file: string): How => ({ ranBy: file });
const because = (reason: string): How => ({ because: reason });

const postgres = because(
  'needs the programs of PostgreSQL, which its server for tests lacks; backup-database.test.ts runs backup and restore',
);
const webhooks = ranBy('test/guides/webhooks.test.ts');
const readme = ranBy('test/guides/readme.spec.ts');
const operations = ranBy('test/guides/operations.test.ts');
const binsImport = ranBy('packages/vault/src/cli/bins.test.ts');
const custody = ranBy('test/guides/custody.test.ts');
const pages = ranBy('test/guides/pages.spec.ts');
const frontServers = ranBy('test/front-servers/front-servers.test.ts');
const frameworks = ranBy('test/frameworks/frameworks.ts');
const drawing = because('a drawing');
const partOfALine = because('flags of a command that stands elsewhere on the page');
const printed = because('what a benchmark printed, on the machine that it names');
const benchmark = because('a benchmark of minutes; test/bench tests its parts');

export const testedBlocks: Readonly<Record<string, readonly TestedBlock[]>> = {
  'README.md': [
    { language: 'sh', holds: 'npm start', how: ranBy('test/guides/new-clone.ts') },
    { language: 'sh', holds: ' serve ', how: ranBy('test/guides/first-token.ts') },
    { language: 'sh', holds: 'MANAGEMENT_KEY=', how: ranBy('test/guides/first-token.ts') },
    { language: 'html', holds: '<script', how: readme },
    { language: 'ts', holds: '@tessera/js', how: readme },
    { language: 'tsx', holds: '@tessera/react', how: readme },
    { language: '', holds: 'merchant page', how: drawing },
  ],
  'CONTRIBUTING.md': [
    {
      language: 'sh',
      holds: 'npm run dev',
      how: because('npm start is run by the test of a new clone; npm test is what runs this'),
    },
  ],
  'docs/api-keys.md': [
    ...['field()', 'PAGE_KEY=', 'READ_KEY=', 'SERVER_KEY=', 'PROXY_KEY=', 'OPERATOR_KEY=', 'REPORTS_KEY='].map(
      (holds) => ({
        language: 'sh',
        holds,
        how: ranBy('test/guides/api-keys.test.ts'),
      }),
    ),
    { language: 'json', holds: '"Support"', how: ranBy('test/guides/api-keys.test.ts') },
    ...['/applications?size=1', 'SECOND_KEY='].map((holds) => ({
      language: 'sh',
      holds,
      how: ranBy('test/guides/api-keys.test.ts'),
    })),
  ],
  'docs/webhooks.md': [
    { language: 'sh', holds: '/webhooks -H', how: webhooks },
    { language: 'json', holds: '"event"', how: webhooks },
    { language: 'js', holds: 'isFromVault', how: webhooks },
  ],
  'docs/architecture.md': [
    { language: '', holds: 'merchant page', how: drawing },
    { language: '', holds: 'root key', how: drawing },
  ],
  'docs/client-encryption.md': [
    { language: 'js', holds: 'bt.keys.create', how: compiles(bt) },
    {
      language: 'js',
      holds: "number: '4242424242424242'",
      how: compiles(bt, 'declare const keyId: string, publicKeyPem: string;'),
    },
    {
      language: 'js',
      holds: "fetch('/order'",
      how: compiles(
        bt,
        "declare const keyId: string, card: import('@tessera/js').HostedElement<'card'>; // Encrypts what was typed.",
      ),
    },
    {
      language: 'js',
      holds: '...encrypted',
      how: compiles(bt, "declare const encrypted: import('@tessera/client/encrypt').EncryptedData<'card'>;"),
    },
  ],
  'docs/console.md': [
    { language: 'sh', holds: 'operators invite', how: ranBy('packages/vault/src/cli/operators.test.ts') },
    { language: 'sh', holds: '--console-public-url', how: ranBy('packages/vault/src/cli/console-url.test.ts') },
    { language: 'sh', holds: '--console-oidc-issuer', how: ranBy('packages/vault/src/cli/openid.test.ts') },
    { language: 'sh', holds: 'operators revoke', how: ranBy('packages/vault/src/cli/operators.test.ts') },
    { language: 'sh', holds: '--console-two-person', how: ranBy('packages/vault/src/cli/console.test.ts') },
  ],
  'docs/custody.md': [
    { language: 'sh', holds: 'vault secrets enable', how: because('changes a server of HashiCorp Vault or OpenBao') },
    { language: 'sh', holds: ' init ', how: custody },
    { language: 'sh', holds: 'openssl rand', how: operations },
    { language: 'sh', holds: 'age --decrypt', how: because('custodians run it, where their private keys are') },
    ...['openssl genpkey', 'keys operators add', 'rotate --root --operator-key', 'keys approve'].map((holds) => ({
      language: 'sh',
      holds,
      how: custody,
    })),
    ...['create --of 5', '--recipients', 'serve --root-key shares:', 'keys unseal', 'keys seal', 'shares renew'].map(
      (holds) => ({
        language: 'sh',
        holds,
        how: custody,
      }),
    ),
    { language: 'sh', holds: 'keys inventory', how: custody },
    { language: 'sh', holds: 'pkcs11-tool', how: custody },
    ...['vault://', 'awskms:', 'gcpkms:', 'azurekv:', 'pkcs11:'].map((scheme) => ({
      language: 'sh',
      holds: `--to '${scheme}`,
      how: custody,
    })),
    { language: 'sh', holds: '--to file:', how: custody },
  ],
  'docs/elements.md': [
    { language: 'html', holds: '<div id="card">', how: pages },
    {
      language: 'js',
      holds: 'bt.tokenize',
      how: compiles(
        bt,
        elements('number', 'expiry', 'cvc', 'routing_number', 'account_number', 'bank', 'iban', 'card', 'text'),
      ),
    },
    {
      language: 'js',
      holds: 'bt.validate',
      how: compiles(
        bt,
        elements('name', 'card'),
        'declare const form: HTMLFormElement;',
        'declare const showErrors: (errors: readonly { targetId: string; type: string }[]) => void;',
      ),
    },
    {
      language: 'js',
      holds: 'binLookup',
      how: compiles(bt, 'declare const surcharge: HTMLElement;'),
    },
    {
      language: 'js',
      holds: "'obscured'",
      how: compiles(elements('card'), 'let suspicious = false;'),
    },
    {
      language: 'css',
      holds: ':state(focused)',
      how: because('selectors, which test/e2e/form-control.spec.ts looks for'),
    },
    { language: 'css', holds: '--tessera-color', how: ranBy('test/guides/blocks.test.ts') },
    { language: 'js', holds: 'theme:', how: compiles(bt) },
    { language: 'js', holds: 'fonts:', how: compiles(bt) },
    { language: 'html', holds: '<tessera-field', how: pages },
  ],
  'docs/expressions.md': [
    { language: 'liquid', holds: 'reveal_last', how: ranBy('test/guides/blocks.test.ts') },
    { language: 'liquid', holds: '$.books', how: ranBy('test/guides/blocks.test.ts') },
  ],
  'docs/frameworks.md': [
    {
      language: 'tsx',
      holds: 'useRef',
      how: compiles(),
    },
    {
      language: 'ts',
      holds: 'createApp',
      how: compiles("import { type Component, createApp } from 'vue';", 'declare const App: Component;'),
    },
    { language: 'vue', holds: 'CardElement', how: compiles() },
    { language: 'svelte', holds: 'tessera-field', how: compiles("import type {} from 'svelte/elements';") },
    { language: 'tsx', holds: '@jsxImportSource solid-js', how: compiles() },
    { language: 'ts', holds: 'CUSTOM_ELEMENTS_SCHEMA', how: compiles() },
  ],
  'docs/install.md': [
    { language: 'sh', holds: 'npm run -s pack', how: frameworks },
    { language: 'sh', holds: '*.tgz', how: frameworks },
    { language: 'sh', holds: 'npm i @tessera/', how: frameworks },
    { language: 'tsx', holds: 'if (error) return', how: compiles() },
    { language: 'tsx', holds: "'use client'", how: compiles() },
    { language: 'tsx', holds: 'const Page', how: frameworks },
    { language: 'vue', holds: "import { useTemplateRef } from 'vue'", how: compiles() },
    { language: 'ts', holds: 'defineNuxtPlugin', how: frameworks },
    { language: 'vue', holds: 'useBasisTheory()', how: frameworks },
    { language: 'svelte', holds: 'onMount', how: frameworks },
    { language: 'ts', holds: '@angular/core', how: frameworks },
    { language: 'ts', holds: 'VAULT_KEY', how: compiles() },
  ],
  'docs/operations.md': [
    { language: 'sh', holds: 'git clone', how: operations },
    { language: 'ini', holds: '[Service]', how: ranBy('test/service-unit.test.ts') },
    { language: 'sh', holds: 'useradd', how: because('changes the machine: its users and its services') },
    { language: 'json', holds: 'public-url', how: ranBy('test/config-schema.test.ts') },
    { language: 'ini', holds: '[databases]', how: ranBy('test/front-servers/pgbouncer.test.ts') },
    { language: 'sh', holds: 'docker compose', how: because('needs an engine for containers') },
    { language: 'nginx', holds: 'proxy_pass', how: frontServers },
    { language: 'caddy', holds: 'reverse_proxy', how: frontServers },
    { language: 'haproxy', holds: 'backend vault', how: frontServers },
    { language: 'vcl', holds: 'vcl_recv', how: frontServers },
    { language: 'sh', holds: '--allowed-origins https://shop.example=01a2', how: partOfALine },
    { language: 'sh', holds: '--allowed-destinations', how: partOfALine },
    {
      language: 'sh',
      holds: 'tessera-vault completion',
      how: because('needs the command on the PATH; its completion.test.ts runs what both commands print'),
    },
    { language: 'sh', holds: 'applications create', how: operations },
    { language: 'sh', holds: 'keys rewrap', how: operations },
    { language: 'sh', holds: 'keys rotate --root', how: operations },
    { language: 'sh', holds: '--keys-to', how: operations },
    { language: 'sh', holds: 'pg_dump', how: postgres },
    { language: 'sh', holds: '--keys-from', how: operations },
    { language: 'sh', holds: 'pg_restore', how: postgres },
    { language: 'sh', holds: 'audit verify', how: operations },
    { language: 'sh', holds: 'bins import', how: binsImport },
    { language: 'csv', holds: '42424242', how: binsImport },
    { language: 'sh', holds: '--test-mode', how: operations },
    { language: 'sh', holds: '--default-quota', how: operations },
  ],
  'docs/pci-dss.md': [
    { language: '', holds: 'Content-Security-Policy', how: pages },
    { language: 'sh', holds: 'embed', how: operations },
  ],
  'docs/performance.md': [
    { language: 'sh', holds: 'npm run bench ', how: benchmark },
    { language: '', holds: 'Requests a second', how: printed },
    { language: '', holds: 'b160217      now', how: printed },
    { language: '', holds: 'Token reads a second', how: printed },
    { language: '', holds: 'Card reads a second', how: printed },
    { language: '', holds: 'through a stored proxy', how: printed },
    { language: 'sh', holds: 'npm run bench:elements', how: benchmark },
    { language: '', holds: 'Navigation until', how: printed },
    { language: '', holds: 'Processor time until', how: printed },
    { language: 'sh', holds: 'npm run bench:console', how: benchmark },
  ],
  'docs/proxy.md': [
    { language: 'json', holds: 'Orders of a partner', how: { ranBy: 'test/guides/stored-proxy.test.ts' } },
    { language: 'js', holds: 'bt.proxy.post', how: compiles(bt, 'declare const token: { id: string };') },
  ],
  'docs/reactors.md': [
    { language: 'js', holds: 'InvalidPaymentMethodError', how: operations },
    {
      language: 'js',
      holds: 'bt.tokens',
      how: because('it runs in the sandbox; code-acts.stores.test.ts calls each method that it and the text name'),
    },
  ],
  'docs/reveal.md': [
    { language: 'html', holds: 'sessions.create', how: compiles(untypedData) },
    {
      language: 'ts',
      holds: 'sessions.authorize',
      how: compiles(
        'interface Asked { user: string; body: string }',
        'declare const express: { text(): () => void };',
        'declare const app: { post(path: string, read: () => void, answer: (request: Asked, response: { json(body: object): void }) => void): void };',
        'declare const cardOf: (user: string) => Promise<{ tokenId: string }>;',
      ),
    },
    {
      language: 'js',
      holds: 'bt.tokens.update',
      how: compiles(bt, elements('number', 'expiry'), 'declare const tokenId: string;'),
    },
    { language: 'json', holds: '"rules"', how: ranBy('test/guides/blocks.test.ts') },
  ],
  'docs/scaling.md': [
    { language: 'sh', holds: 'npm run bench:sizes', how: benchmark },
    {
      language: 'sql',
      holds: 'synchronous_standby_names',
      how: because('names servers of its reader; test/failover sets one that it starts'),
    },
    { language: 'sql', holds: 'partition by hash', how: ranBy('test/guides/scaling.test.ts') },
  ],
  'docs/testing.md': [
    { language: 'ts', holds: 'setupServer', how: ranBy('test/guides/testing-guide.spec.ts') },
    { language: 'ts', holds: 'frameLocator', how: ranBy('test/guides/testing-guide.spec.ts') },
    { language: 'ts', holds: 'cy.get', how: ranBy('test/guides/testing-guide.spec.ts') },
  ],
  'findings/README.md': [{ language: 'sh', holds: 'findings/*.sh', how: because('looks at other software than this') }],
  'packages/js/README.md': [{ language: 'ts', holds: 'createElement', how: compiles() }],
  'packages/react/README.md': [{ language: 'tsx', holds: 'CardElement', how: compiles() }],
  'packages/vault/README.md': [
    { language: 'sh', holds: 'npx tessera-vault', how: ranBy('test/consumer/consumer.test.ts') },
  ],
  'packages/vue/README.md': [
    { language: 'ts', holds: 'BasisTheoryPlugin', how: compiles("declare const app: import('vue').App;") },
    { language: 'vue', holds: 'CardElement', how: compiles() },
  ],
};
