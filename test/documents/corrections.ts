import { elided } from './pair.ts';
import { answeredCode, meantFormula, printedFormula, sentCode } from './reactor-formulas.ts';

/** A place where the documents cannot be taken at their word. */
export interface Correction {
  /** The pair it belongs to. */
  source: string;
  /** Where it stands in the pair: keys and indices, divided by slashes. */
  at: string;
  /** What the documents print there, and what is replayed instead; `undefined` for nothing at all. */
  printed: unknown;
  replayed: unknown;
  reason: string;
}

const cardMask = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 };

const tokenPermissions = ['token:general:create', 'token:general:read:low', 'token:pci:create', 'token:pci:read:low'];

/** In an early answer of `/tokenize` the masked card stands under `mask`; the newer page keeps expressions there. */
const maskIsData = (source: string, at: string): Correction[] => {
  const reason = 'Newer page: masked values are under `data`; `mask` holds the expressions that make them.';
  return [
    { source, at: `${at}/mask`, printed: cardMask, replayed: undefined, reason },
    { source, at: `${at}/data`, printed: undefined, replayed: cardMask, reason },
  ];
};

/** What is misprinted wherever it stands. */
export const misprints = [
  {
    printed: 'c1e565009-1984-4638-8fca-dce8a82cc2af',
    replayed: 'c1e56509-1984-4638-8fca-dce8a82cc2af',
    reason: 'No UUID: the first group has nine digits.',
  },
];

/** What is wrong in one place. Nothing is corrected anywhere else. */
export const corrections: Correction[] = [
  ...['Bank', 'Card'].map((atomic) => ({
    source: `api-reference: React with an Atomic ${atomic}`,
    at: 'args/1/metadata/nonSensitiveField',
    printed: 'Non-Sensitive value',
    replayed: 'Non-Sensitive Value',
    reason: 'The samples for cURL and Node write the same value in two ways.',
  })),
  {
    source: 'api-reference: Create Application',
    at: 'request/body',
    printed: `{
    "name": "My Example App",
    "type": "server_to_server",
    "permissions": [
      "token:general:create",
      "token:general:read:low"
      "token:pci:create",
      "token:pci:read:low",
    ]
  }`,
    replayed: { name: 'My Example App', type: 'server_to_server', permissions: tokenPermissions },
    reason: 'No JSON: a comma is missing after the second permission and one is too many after the last.',
  },
  {
    source: 'api-reference: Update Atomic Bank',
    at: 'request/body',
    printed: `{
      "bank": {
        "routing_number": "021000021",
        "account_number": "1234567890"
      },
    }`,
    replayed: { bank: { routing_number: '021000021', account_number: '1234567890' } },
    reason: 'No JSON: a comma is too many after the bank.',
  },
  {
    source: 'api-reference: Update Application',
    at: 'args/1/permissions',
    printed: tokenPermissions,
    replayed: ['application:create', 'application:read'],
    reason: 'The answer shows what the cURL sample sends, and its type, management, cannot hold token permissions.',
  },
  ...['at instance', 'per call'].map((how) => ({
    source: `api-reference: Authentication, ${how}`,
    at: 'request/path',
    printed: '/',
    replayed: '/applications',
    reason: 'The cURL sample is about the header and names no path; the Node sample beside it lists applications.',
  })),
  {
    source: 'api-reference: Request Correlation',
    at: 'request/path',
    printed: '/',
    replayed: '/applications',
    reason: 'The cURL sample is about the header and names no path; the Node sample beside it lists applications.',
  },
  {
    source: 'api-reference: Pagination',
    at: 'response/pagination/total_items',
    printed: 924,
    replayed: 22,
    reason: 'How many applications their tenant had; the replay makes fewer.',
  },
  {
    source: 'api-reference: Pagination',
    at: 'response/pagination/total_pages',
    printed: 93,
    replayed: 3,
    reason: 'Follows from the number of applications.',
  },
  {
    source: 'api-reference: Errors',
    at: 'response',
    printed: {
      errors: { additionalProp1: ['string'], additionalProp2: ['string'], additionalProp3: ['string'] },
      type: 'string',
      title: 'string',
      status: 400,
      detail: 'string',
      instance: 'string',
    },
    replayed: {
      errors: { name: [elided], type: [elided] },
      type: elided,
      title: elided,
      status: 400,
      detail: elided,
      instance: elided,
    },
    reason: 'The sample prints the types of a schema; the replay leaves out the two required properties.',
  },
  ...['POST', 'PUT', 'PATCH'].map((method) => ({
    source: `api-reference: Proxy, ${method}`,
    at: 'response/parameter1',
    printed: 'senstive data',
    replayed: 'sensitive data',
    reason: 'Misspelt: the token above holds `sensitive data`.',
  })),
  {
    source: 'api-reference: Update Reactor Formula',
    at: 'request/path',
    printed: '/reator-formula/17069df1-80f4-439e-86a7-4121863e4678',
    replayed: '/reactor-formulas/17069df1-80f4-439e-86a7-4121863e4678',
    reason: 'Misspelt: the line below the sample gives the path of all other samples.',
  },
  ...['Create', 'Update'].flatMap((verb) => [
    {
      source: `api-reference: ${verb} Reactor Formula`,
      at: 'request/body',
      printed: printedFormula,
      replayed: meantFormula,
      reason: 'No JSON: a string holds line breaks. The description is that of the Node sample and of the answer.',
    },
    {
      source: `api-reference: ${verb} Reactor Formula`,
      at: 'response/code',
      printed: answeredCode,
      replayed: sentCode,
      reason: 'The answer shows other code than the request sends.',
    },
  ]),
  ...(
    [
      ['metrics_by_type/token/count', 123, 1],
      ['metrics_by_type/card/count', 456, 1],
      ['metrics_by_type/bank/count', 789, 1],
      ['monthly_active_tokens', 987, 3],
    ] as const
  ).map(([at, printed, replayed]) => ({
    source: 'api-reference: Get Tenant Usage Report',
    at: `response/token_report/${at}`,
    printed,
    replayed,
    reason: 'How many tokens their tenant had; the replay makes one of each type.',
  })),
  ...maskIsData('api-reference: Tokenize, Create Card', 'response'),
  ...maskIsData('api-reference: Tokenize, Tokenize Array', 'response/2'),
  ...maskIsData('api-reference: Tokenize, Composite', 'response/primary_card'),
  {
    source: 'api-reference: Tokenize, Tokenize Array',
    at: 'args/0/2/metadata',
    printed: { nonSensitiveField: 'Non-Sensitive Value' },
    replayed: undefined,
    reason: 'Only the Node sample gives the card metadata; neither the cURL sample nor the answer has any.',
  },
  {
    source: 'tokens: Tokenize Credit Cards',
    at: 'response/data/number',
    printed: 'XXXX XXXX XXXX 4242',
    replayed: 'XXXXXXXXXXXX4242',
    reason: 'The number has no spaces, and reveal_last puts none in anywhere else in the documents.',
  },
];
