import * as z from 'zod';
import { post } from '../route.ts';

export const tokenize = post('/tokenize', {
  summary: 'Store every value of a document and get back the document with tokens in their places',
  description:
    'An object with `type` and `data` becomes one token, as if it were sent to create one. Any other string, number or ' +
    'boolean becomes a token of type `token`, and its place takes the id. All of it is stored, or nothing.',
  permission: 'token:<classification>:create',
  body: z.unknown(),
  response: z.unknown(),
});
