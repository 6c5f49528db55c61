import { elided, management, type Pair, type Step } from './pair.ts';

const formulaId = '17069df1-80f4-439e-86a7-4121863e4678';

const icon =
  'data:image/png;base64, iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

/** What both cURL samples send, as text: line breaks stand in a JSON string. See the corrections. */
export const printedFormula = `{
    "name": "My Private Reactor",
    "description": "Securely react a token for another token",
    "type": "private",
    "source_token_type": "card",
    "icon": "${icon}",
    "code": "
      module.exports = async function (context) {
        // Do something with \`context.configuration.SERVICE_API_KEY\`

        return {
          foo: 'bar',
        };
      };
    ",
    "configuration": [
      {
        "name": "SERVICE_API_KEY",
        "description": "Configuration description",
        "type": "string"
      }
    ],
    "request_parameters": [
      {
        "name": "REQUEST_PARAMETER_1",
        "description": "Request parameter description",
        "type": "string"
      },
      {
        "name": "REQUEST_PARAMETER_2",
        "description": "Request parameter description",
        "type": "boolean",
        "optional": true
      }
    ]
  }`;

/** The code in the samples of requests. */
export const sentCode = `
      module.exports = async function (context) {
        // Do something with \`context.configuration.SERVICE_API_KEY\`

        return {
          foo: 'bar',
        };
      };
    `;

/** The code in the samples of answers. */
export const answeredCode = `
    module.exports = async function (context) {
      // Do something with \`context.configuration.SERVICE_API_KEY\`

      return {
        data: {
          foo: 'bar',
        },
        metadata: {
          nonSensitiveField: 'Non-Sensitive Value'
        }
      };
    };
  `;

const settings = [{ name: 'SERVICE_API_KEY', description: 'Configuration description', type: 'string' }];

const requestParameters = [
  { name: 'REQUEST_PARAMETER_1', description: 'Request parameter description', type: 'string' },
  { name: 'REQUEST_PARAMETER_2', description: 'Request parameter description', type: 'boolean', optional: true },
];

/** What the samples are meant to send: JSON, with the description of all other samples. */
export const meantFormula = {
  name: 'My Private Reactor',
  description: 'Securely exchange token for another token',
  type: 'private',
  source_token_type: 'card',
  icon,
  code: sentCode,
  configuration: settings,
  request_parameters: requestParameters,
};

const { source_token_type: sourceTokenType, request_parameters: _, ...rest } = meantFormula;
const sdkFormula = { ...rest, sourceTokenType, requestParameters };

const answer = {
  ...meantFormula,
  id: formulaId,
  code: answeredCode,
  created_by: 'c57a0d0d-e8e6-495f-9c79-a317cc21996c',
  created_at: '2020-09-15T15:53:00+00:00',
};

const changed = {
  ...answer,
  modified_by: '34053374-d721-43d8-921c-5ee1d337ef21',
  modified_at: '2021-03-01T08:23:14+00:00',
};

const asAnswered = { ...meantFormula, code: answeredCode };

/** A formula as the samples of answers show it, by what makes and changes it. */
export const existingFormula: Step[] = [
  { method: 'POST', path: '/reactor-formulas', body: asAnswered, makes: formulaId },
  { method: 'PUT', path: `/reactor-formulas/${formulaId}`, body: asAnswered },
];

const otherFormula: Step = {
  method: 'POST',
  path: '/reactor-formulas',
  body: { name: 'Another', type: 'private', source_token_type: 'bank', code: sentCode },
};

const page = { total_items: 1, page_number: 1, page_size: 20, total_pages: 1 };

/** API reference, "Reactor Formulas"; what that heading says in prose about filters has its pairs here, too. */
export const reactorFormulas: Pair[] = [
  {
    source: 'api-reference: Create Reactor Formula',
    caller: management('reactor:create'),
    request: { method: 'POST', path: '/reactor-formulas', body: printedFormula },
    call: 'reactorFormulas.create',
    args: [sdkFormula],
    status: 201,
    response: answer,
  },
  {
    source: 'api-reference: List Reactor Formulas',
    caller: management('reactor:read'),
    given: [...existingFormula, otherFormula, otherFormula],
    request: { method: 'GET', path: '/reactor-formulas' },
    call: 'reactorFormulas.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [changed, elided, elided] },
  },
  {
    source: 'api-reference: List Reactor Formulas, query parameter name',
    caller: management('reactor:read'),
    given: [...existingFormula, otherFormula],
    request: { method: 'GET', path: '/reactor-formulas?name=my*' },
    call: 'reactorFormulas.list',
    args: [{ name: 'my*' }],
    status: 200,
    response: { pagination: page, data: [changed] },
  },
  {
    source: 'api-reference: List Reactor Formulas, query parameter source_token_type',
    caller: management('reactor:read'),
    given: [...existingFormula, otherFormula],
    request: { method: 'GET', path: '/reactor-formulas?source_token_type=card' },
    call: 'reactorFormulas.list',
    args: [{ sourceTokenType: 'card' }],
    status: 200,
    response: { pagination: page, data: [changed] },
  },
  {
    source: 'api-reference: Get a Reactor Formula',
    caller: management('reactor:read'),
    given: existingFormula,
    request: { method: 'GET', path: `/reactor-formulas/${formulaId}` },
    call: 'reactorFormulas.retrieve',
    args: [formulaId],
    status: 200,
    response: changed,
  },
  {
    source: 'api-reference: Update Reactor Formula',
    caller: management('reactor:update'),
    given: existingFormula,
    request: { method: 'PUT', path: `/reator-formula/${formulaId}`, body: printedFormula },
    call: 'reactorFormulas.update',
    args: [formulaId, sdkFormula],
    status: 200,
    response: changed,
  },
  {
    source: 'api-reference: Delete Reactor Formula',
    caller: management('reactor:delete'),
    given: existingFormula,
    request: { method: 'DELETE', path: `/reactor-formulas/${formulaId}` },
    call: 'reactorFormulas.delete',
    args: [formulaId],
    status: 204,
  },
];
