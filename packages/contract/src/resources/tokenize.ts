import { post } from '../route.ts';
import { anyJson, sentJson } from '../shared.ts';

export const tokenize = post('/tokenize', {
  summary: 'Replace every value in a document by a token',
  description:
    'Answers with the same document, with tokens in place of the values. An object with `type` and `data` becomes one token, and ' +
    'takes the same properties as creating a token does. Every other string, number or boolean becomes a token of type `token` ' +
    'and is replaced by the id. Either all tokens are stored or none.',
  permission: 'token:<classification>:create',
  body: sentJson.describe('Any JSON document with the values to store.'),
  response: anyJson.describe('The document with tokens in place of the values.'),
});
