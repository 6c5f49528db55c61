/** A request of the API, as a caller would send it. */
export interface HostileRequest {
  method: 'GET' | 'POST' | 'PATCH';
  /** `{id}` stands for the id of the first token that the preparation made. */
  path: string;
  body?: unknown;
}

/** A request that is small or ordinary to look at, and asks for far more work than it seems to. */
export interface HostileCase {
  name: string;
  /** What has to be there first. These requests succeed. */
  prepare?: readonly HostileRequest[];
  request: HostileRequest;
  /** The property at which the vault refuses it, 400 `too-much-work` or `validation`. Without it, the answer is a success. */
  refusedAt?: RegExp;
  /** The vault refuses it for another reason, and names no property. */
  refusedAs?: 'search-too-broad' | 'malformed-request';
}

const mega = 1_000_000;

const create = (body: object): HostileRequest => ({
  method: 'POST',
  path: '/tokens',
  body: { type: 'token', ...body },
});

const pci = { privacy: { classification: 'pci', impact_level: 'high' } } as const;

/** The expression of the first report: eleven characters of data become a million, which three filters then read. */
const padded = "{{ data | pad_left: 1000000, 'x' | capitalize | last4 }}";

const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** Marks that Unicode has to sort: twice as many take four times as long. */
const marks = '\u0301\u0323'.repeat(100_000);

const sortable = many(60_000, (index) => `${'a'.repeat(8)}${(index * 7919) % 60_000}`);

export const hostileCases: readonly HostileCase[] = [
  {
    name: 'ten search indexes that pad',
    request: create({ data: 'secret', ...pci, search_indexes: many(10, () => padded) }),
    refusedAt: /^search_indexes\.\d$/,
  },
  {
    name: 'a tokenize document of a thousand tokens with indexes that pad',
    request: {
      method: 'POST',
      path: '/tokenize',
      body: many(1000, () => ({ type: 'token', data: 'x', search_indexes: [padded, padded] })),
    },
    refusedAt: /^\d+\.search_indexes\.\d$/,
  },
  {
    name: 'a mask that pads',
    request: create({ data: 'secret', ...pci, mask: many(20, () => padded) }),
    refusedAt: /^mask\.\d+$/,
  },
  {
    name: 'a mask that shows a large value many times',
    request: create({ data: 'x'.repeat(900_000), mask: many(200, () => '{{ data }}') }),
    refusedAt: /^mask$/,
  },
  {
    name: 'a fingerprint over padded data',
    request: create({ data: 'secret', fingerprint_expression: padded.replace('1000000', '9000000') }),
    refusedAt: /^fingerprint_expression$/,
  },
  {
    name: 'an alias that is cut out of padded data',
    request: create({ data: 'secret', id: "{{ data | pad_left: 9000000, 'x' | upcase | slice: 0, 9 }}" }),
    refusedAt: /^id$/,
  },
  {
    name: 'an index over half a megabyte of combining marks',
    request: create({ data: marks, search_indexes: ['{{ data }}'] }),
    refusedAt: /^search_indexes\.0$/,
  },
  {
    name: 'a sum of numbers with three hundred places',
    request: create({ data: many(60_000, (n) => (n % 2 ? '1e300' : '1e-300')), search_indexes: ['{{ data | sum }}'] }),
    refusedAt: /^search_indexes\.0$/,
  },
  {
    name: 'sorts of sixty thousand texts',
    request: create({ data: sortable, search_indexes: many(20, () => '{{ data | sort_natural | first }}') }),
    refusedAt: /^search_indexes\.\d+$/,
  },
  {
    name: 'JSONPath queries that visit everything for everything',
    request: create({
      data: many(3000, (n) => ({ a: n })),
      search_indexes: ["{{ data | json: '$[?count($..*) > @.a]' }}"],
    }),
    refusedAt: /^search_indexes\.0$/,
  },
  {
    name: 'splits of a megabyte into characters',
    request: create({ data: 'a'.repeat(mega), mask: "{{ data | split: '' | reverse | join: '' }}" }),
    refusedAt: /^mask$/,
  },
  {
    name: 'a megabyte of digits on a pci token with indexes',
    request: create({ data: '4242 '.repeat(180_000), ...pci, search_indexes: many(20, () => '{{ data | last4 }}') }),
    refusedAt: /^search_indexes\.\d+$/,
  },
  { name: 'a megabyte in one string', request: create({ data: 'x'.repeat(mega) }) },
  { name: 'as many small numbers as a body may hold', request: create({ data: many(65_000, () => 7) }) },
  { name: 'as many empty lists as a body may hold', request: create({ data: many(65_000, () => []) }) },
  {
    name: 'a megabyte of small numbers',
    request: create({ data: many(480_000, () => 7) }),
    refusedAs: 'malformed-request',
  },
  {
    name: 'a megabyte of empty lists',
    request: create({ data: many(300_000, () => []) }),
    refusedAs: 'malformed-request',
  },
  {
    name: 'as many entries of metadata as a body may hold',
    request: create({ data: 1, metadata: Object.fromEntries(many(32_000, (n) => [`n${n}`, n])) }),
    refusedAt: /^metadata$/,
  },
  {
    name: 'as many names as a body may hold',
    request: create({ data: Object.fromEntries(many(32_000, (n) => [`n${n}`, n])) }),
    refusedAt: /^data$/,
  },
  {
    name: 'a patch that would make data larger than a request',
    prepare: [create({ data: { a: 'x'.repeat(900_000) }, fingerprint_expression: '{{ data.n | default: 1 }}' })],
    request: { method: 'PATCH', path: '/tokens/{id}', body: { data: { b: 'x'.repeat(900_000) } } },
    refusedAt: /^data$/,
  },
  {
    name: 'a thousand cards with an index each',
    request: {
      method: 'POST',
      path: '/tokenize',
      body: many(1000, () => ({
        type: 'card',
        data: { number: '4242424242424242' },
        search_indexes: ['{{ data.number | last4 }}'],
      })),
    },
  },
  {
    name: 'a search with 64 comparisons that no index answers',
    prepare: many(19, (call) => ({
      method: 'POST' as const,
      path: '/tokenize',
      body: many(1000, (n) => ({ type: 'token', data: n, metadata: { call: String(call) } })),
    })),
    request: {
      method: 'POST',
      path: '/tokens/search',
      body: { query: many(64, (n) => `NOT metadata.k${n}:v`).join(' AND ') },
    },
    refusedAs: 'search-too-broad',
  },
];
