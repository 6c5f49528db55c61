import { elided, type Pair, type Step, server } from './pair.ts';
import { answeredCode, meantFormula, sentCode } from './reactor-formulas.ts';

const formulaId = '17069df1-80f4-439e-86a7-4121863e4678';
const reactorId = '5b493235-6917-4307-906a-2cd6f1a90b13';
const cardId = 'c1e565009-1984-4638-8fca-dce8a82cc2af';
const bankId = '1485efb9-6b1f-4248-a5d1-cf9b3907164c';

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' };
const bank = { routing_number: '021000021', account_number: '1234567890' };

const madeCard: Step = { method: 'POST', path: '/atomic/cards', body: { card }, makes: cardId };
const madeBank: Step = { method: 'POST', path: '/atomic/banks', body: { bank }, makes: bankId };

const reactorOf = (formula: object): Step[] => {
  const body = { name: 'My Reactor', configuration: { SERVICE_API_KEY: 'key_abcd1234' }, formula: { id: formulaId } };
  return [
    { method: 'POST', path: '/reactor-formulas', body: { ...meantFormula, ...formula }, makes: formulaId },
    { method: 'POST', path: '/reactors', body, makes: reactorId },
  ];
};

/** What both cURL samples send. */
const sent = {
  reactor_id: reactorId,
  request_parameters: { REQUEST_PARAMETER_1: 'Some request value' },
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
};

/** What both Node samples send. */
const called = {
  reactorId,
  requestParameters: { REQUEST_PARAMETER_1: 'Some request value' },
  metadata: { nonSensitiveField: 'Non-Sensitive value' },
};

const declared = [
  { name: 'card.number', type: 'string' },
  { name: 'card.expiration_month', type: 'number' },
  { name: 'card.cvc', type: 'string', optional: true },
];
const args = { card: `{{${cardId}}}` };

/** API reference, "React with an Atomic Bank" and "… Card", each with one of the forms in which its formulas give something back. */
export const reactions: Pair[] = [
  {
    source: 'api-reference: React with an Atomic Bank',
    caller: server('token:bank:use:reactor'),
    given: [madeBank, ...reactorOf({ source_token_type: 'bank', code: answeredCode })],
    request: { method: 'POST', path: `/atomic/banks/${bankId}/react`, body: sent },
    call: 'atomicBanks.react',
    args: [bankId, called],
    status: 200,
    response: {
      tokens: {
        type: 'token',
        metadata: {
          nonSensitiveField: 'Non-Sensitive Value',
          correlation_id: elided,
          reactor_id: reactorId,
          reactor_name: 'My Reactor',
          source_token_id: bankId,
          source_token_type: 'bank',
        },
      },
    },
  },
  {
    source: 'api-reference: React with an Atomic Card',
    caller: server('token:pci:use:reactor'),
    given: [madeCard, ...reactorOf({ code: sentCode })],
    request: { method: 'POST', path: `/atomic/cards/${cardId}/react`, body: sent },
    call: 'atomicCards.react',
    args: [cardId, called],
    status: 200,
    response: { raw: { foo: 'bar' } },
  },
  {
    source: 'expressions: Detokenization, request parameters of a reactor',
    caller: server('token:pci:use:reactor'),
    given: [
      madeCard,
      ...reactorOf({ code: 'module.exports = async (req) => ({ raw: req.args });', request_parameters: declared }),
    ],
    request: { method: 'POST', path: `/reactors/${reactorId}/react`, body: { args } },
    call: 'reactors.react',
    args: [reactorId, { args }],
    status: 200,
    response: { raw: { card: { number: card.number, expiration_month: 12, cvc: '123' } } },
  },
];
