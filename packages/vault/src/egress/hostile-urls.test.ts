import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDestination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import { testEgress } from './testing/test-egress.ts';

/** Everything that must be refused before a name is looked up or a connection made. */
const hostile = [
  // other schemes, and texts that only look like https
  ...['http://api.example.com/', 'ftp://api.example.com/', 'file:///etc/passwd', 'gopher://api.example.com:70/_x'],
  ...['data:text/html,x', 'javascript:1', 'blob:https://api.example.com/1', '//api.example.com/', 'api.example.com'],
  ...['', 'https', 'https:', 'https:/', 'https://', 'https:///', 'https:api.example.com', 'https:/api.example.com'],
  // addresses in every notation
  ...['https://93.184.216.34/', 'https://127.0.0.1/', 'https://127.1/', 'https://127.0.1/', 'https://0/'],
  ...['https://2130706433/', 'https://0x7f000001/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://017700000001/'],
  ...['https://0x7f.0x0.0x0.0x1/', 'https://00000177.0.0.1/', 'https://127.0.0.1./', 'https://169.254.169.254/latest'],
  ...['https://0xa9fea9fe/', 'https://2852039166/', 'https://169.254.43518/', 'https://4294967295/', 'https://1.1/'],
  ...['https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/'],
  ...['https://[64:ff9b::a9fe:a9fe]/', 'https://[2002:7f00:1::]/', 'https://[fe80::1]/', 'https://[fd00:ec2::254]/'],
  ...['https://[2606:2800:220:1::1]/', 'https://[0:0:0:0:0:0:0:1]/', 'https://[fe80::1%25eth0]/', 'https://[::1'],
  ...['https://①②⑦.⓪.⓪.①/', 'https://127。0。0。1/', 'https://１２７.0.0.1/', 'https://%31%32%37.0.0.1/'],
  // names that mean this machine or its network, or end in a dot
  ...['https://localhost/', 'https://LOCALHOST/', 'https://metadata/', 'https://vault/', 'https://localhost./'],
  ...['https://api.example.com./', 'https://.example.com/', 'https://api..example.com/', 'https://-a.example.com/'],
  // users, ports, and what parsers disagree on
  ...['https://user@api.example.com/', 'https://user:password@api.example.com/', 'https://@api.example.com/'],
  ...['https://api.example.com@127.0.0.1/', 'https://api.example.com:443@127.0.0.1/', 'https://:@api.example.com/'],
  ...['https://api.example.com:80/', 'https://api.example.com:8443/', 'https://api.example.com:0/'],
  ...[
    'https://api.example.com:65536/',
    'https://api.example.com:443:80/',
    'https://api.example.com:/',
    'https://a.b:x/',
  ],
  ...['https:\\\\api.example.com\\', 'https://api.example.com\\@127.0.0.1/', 'https:/\\127.0.0.1/'],
  ...[
    'https://api.example.com/\r\nHost: x',
    'https://api.example.com/a b',
    'https://api.example.com\t/',
    ' https://a.b/',
  ],
  ...[
    'https://api.example.com/\u0000',
    'https://ap\u00adi.example.com/',
    'https://api.example.com\u2025/',
    'https://a\u2044b.c/',
  ],
  ...[
    'https://api%2eexample.com/',
    'https://api.example.com%00/',
    'https://api.example.com%23@x.y/',
    'https://ⓔxample.com/',
  ],
  ...[`https://${'a.'.repeat(200)}example/`, `https://${'a'.repeat(64)}.example/`, `https://a.b/${'x'.repeat(9000)}`],
  ...[
    'https://4242424242424242.example/',
    'https://a4242-4242-4242-4242.example/',
    'https://api_.exa mple.com/',
    'https://<x>.com/',
    'https://a,b.com/',
    'https://*.example.com/',
    'https://a^b.com/',
  ],
];

it('a host may have 253 characters, and no more', () => {
  const longest = `${'a.'.repeat(122)}example.x`;
  expect(readDestination(`https://${longest}/`, new Set()).host).toHaveLength(253);
  expect(() => readDestination(`https://b${longest}/`, new Set())).toThrow('a host of the internet');
});

it('a URL may have 8192 characters, and no more', () => {
  const longest = `https://api.example.com/${'x'.repeat(8168)}`;
  expect(readDestination(longest, new Set()).path).toHaveLength(8169);
  expect(() => readDestination(`${longest}x`, new Set())).toThrow('has more than 8192 characters');
});

describe('a URL that requests must not go to', () => {
  it.each(hostile)('is refused before anything is looked up: %.60j', async (url) => {
    const reached: string[] = [];
    const egress = testEgress({
      resolve: async (host) => {
        reached.push(host);
        return { addresses: ['93.184.216.34'], ttl: 60 };
      },
      dial: (address) => {
        throw new Error(`dialled ${address}`);
      },
    });
    const answer = egress.fetch({ tenantId: 't', url, method: 'GET', headers: [] });
    await expect(answer).rejects.toMatchObject({ name: 'EgressError', kind: 'url' });
    expect(reached).toEqual([]);
  });

  it('is refused without its path, query or user in the message', () => {
    const url = 'https://4242424242424242:cvc@a.b/4242?4242';
    expect(() => readDestination(url, new Set())).toThrow(/^(?!.*(4242|cvc))/);
  });
});

describe('reading the URL of a destination', () => {
  const nothing = new Set<string>();
  const name = /^[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)+$/;

  it('keeps host, path and query as the URL standard writes them', () => {
    expect(readDestination('HTTPS://Api.Example.COM:443/a/b%20c?d=%7B&e', nothing)).toEqual({
      name: 'api.example.com',
      host: 'api.example.com',
      port: 443,
      path: '/a/b%20c?d=%7B&e',
      loopback: false,
    });
  });

  it('accepts this machine only by host and port, as the operator named them', () => {
    const named = new Set(['localhost:8443', '[::1]:9443']);
    expect(readDestination('https://localhost:8443/x', named)).toMatchObject({
      host: 'localhost',
      port: 8443,
      loopback: true,
    });
    expect(readDestination('https://[::1]:9443/', named)).toMatchObject({ host: '::1', loopback: true });
    for (const other of [
      'https://localhost/',
      'https://localhost:8444/',
      'https://127.0.0.1:8443/',
      'http://localhost:8443/',
    ])
      expect(() => readDestination(other, named)).toThrow(/URL/);
  });

  it('gives a DNS name and a path without line breaks for any text, or refuses it', () => {
    const hostilePieces = [
      'https://',
      'http://',
      '127.1',
      '[::1]',
      '@',
      ':',
      '443',
      '\\',
      '?',
      '#',
      '%',
      '\r\n',
      '..',
      '\u3002',
    ];
    const pieces = fc.constantFrom(
      ...hostilePieces,
      'https://a.example',
      'b.example',
      '/',
      '/c%20d',
      '{{x}}',
      '%00',
      '%2f',
    );
    const characters = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
    const mixtures = fc.array(fc.oneof(pieces, pieces, fc.string()), { maxLength: 8 }).map((all) => all.join(''));
    const texts = fc.oneof(
      characters,
      mixtures,
      mixtures.map((text) => `https://a.example${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let found: ReturnType<typeof readDestination> | undefined;
        try {
          found = readDestination(text, nothing);
        } catch (error) {
          return error instanceof EgressError && error.kind === 'url';
        }
        const { host, port, path } = found;
        return port === 443 && name.test(host) && host === new URL(text).hostname && /^\/[\x21-\x7e]*$/.test(path);
      }),
      { numRuns: 1000 },
    );
  });
});
