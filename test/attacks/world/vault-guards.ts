import type { AnswerGuard, SourceGuard } from './guards.ts';

const inFramePolicy = { in: 'answer', path: '/elements/', header: 'content-security-policy' } as const;

/** The guards of the vault, and those that it has browsers keep. */
export const vaultGuards = {
  'a page is pinned to its tenant': {
    in: 'vault',
    file: 'vault/src/access/pinning.ts',
    here: 'if (owner === caller.tenantId) return;',
    instead: 'if (owner === caller.tenantId || owner !== undefined) return;',
  },
  'the vault takes only elements keys from frames': {
    in: 'vault',
    file: 'vault/src/api/permit.ts',
    here: "caller.type !== 'elements'",
    instead: 'caller === undefined',
  },
  'elements keys may not ask for what reveals': {
    in: 'vault',
    file: 'vault/src/tokens/oracles.ts',
    here: 'if (!isPageKey(caller)) return;',
    instead: 'if (caller.type) return;',
  },
  'elements keys see no fingerprint': {
    in: 'vault',
    file: 'vault/src/tokens/view.ts',
    here: 'isPageKey(caller) ? {} : { fingerprint',
    instead: 'caller === undefined ? {} : { fingerprint',
  },
  'encrypted data keeps its type': {
    in: 'vault',
    file: 'vault/src/tokens/encrypted/open-encrypted.ts',
    here: 'header.token_type === undefined || header.token_type === type;',
    instead: 'header !== undefined || type !== undefined;',
  },
  'lines that code writes are struck out': {
    in: 'vault',
    file: 'vault/src/reactors/run-code.ts',
    here: 'line: (line) => lines.push(redact(line)),',
    instead: 'line: (line) => lines.push(line),',
  },
  'what the vault has told code is struck out of its errors': {
    in: 'vault',
    file: 'vault/src/reactors/run-code.ts',
    here: 'told.push(parsed(answer));',
    instead: 'void parsed(answer);',
  },
  'the vault remembers what it answered': {
    in: 'vault',
    file: 'vault/src/api/api.ts',
    here: 'idempotencyKey === null ?',
    instead: 'idempotencyKey !== undefined ?',
  },

  'answers of the proxy say nothing for the vault': {
    in: 'vault',
    file: 'vault/src/proxy/proxy-headers.ts',
    here: 'may = mayPass',
    instead: 'may = (name: string) => name !== undefined',
  },
  'answers of the proxy are inert': {
    in: 'vault',
    file: 'vault/src/http/response.ts',
    here: '{ ...headers, ...always,',
    instead: '{ ...headers,',
  },

  'only allowed pages show a frame': { ...inFramePolicy, here: /frame-ancestors [^;]*;/, instead: '' },
  'a frame connects to its own origin': { ...inFramePolicy, here: /connect-src 'self'/, instead: 'connect-src *' },
  'a frame runs its own script': {
    ...inFramePolicy,
    here: /script-src 'self' '[^']*' '[^']*'/,
    instead: "script-src * 'unsafe-inline' 'unsafe-eval'",
  },
  'a frame makes no markup of text': { ...inFramePolicy, here: /require-trusted-types-for 'script';/, instead: '' },
  'a frame loads no images': { ...inFramePolicy, here: /default-src 'none'/, instead: "default-src 'none'; img-src *" },
  'a frame loads fonts from named origins': { ...inFramePolicy, here: /font-src [^;]*/, instead: 'font-src *' },
  'a frame has a policy': { ...inFramePolicy, here: /^default-src 'none'; .*$/, instead: '' },
  'the frame pins its script': {
    ...inFramePolicy,
    here: /script-src 'self' '[^']*' '[^']*'/,
    instead: "script-src 'self' 'unsafe-inline'",
  },
  'the frame pins what it fetches later': {
    in: 'answer',
    path: '/elements/',
    header: 'body',
    here: /\{"integrity":.*\}\}/,
    instead: '{}',
  },
  'the SDK pins what it loads later': {
    in: 'answer',
    path: '/js/basis-theory.js',
    header: 'body',
    here: /(?<=client\.js[`'"], ?[`'"])sha384-[\w+/=]+/,
    instead: '',
  },
  'documents of the vault are inert': {
    in: 'answer',
    header: 'content-security-policy',
    here: /^sandbox; default-src 'none'; frame-ancestors 'none'$/,
    instead: '',
  },
} as const satisfies Record<string, SourceGuard | AnswerGuard>;
