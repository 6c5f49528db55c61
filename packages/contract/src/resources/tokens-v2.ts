import * as z from 'zod';
import { get, post } from '../route.ts';
import { anyJson, cursorPageOf, ids, Metadata, repeated, sentJson } from '../shared.ts';
import { Token, TokenType } from './token.ts';

const size = z.coerce.number<number>().int().min(1).max(100).default(20);

const start = z
  .string()
  .min(1)
  .max(500)
  .optional()
  .describe('The `pagination.next` of the page before. It belongs to one API key and to one list or query.');

const parsed = (sent: unknown): unknown => {
  if (typeof sent !== 'string') return sent;
  try {
    return JSON.parse(sent);
  } catch {
    return sent;
  }
};

/** Entries of metadata in a query: `metadata.order=7`, or as published clients write it `metadata={"order":"7"}`. */
const MetadataInQuery = z.preprocess(parsed, Metadata) as unknown as typeof Metadata;

/** A search expression, and which page of its results to answer with. */
export const SearchTokensV2 = z.object({
  query: z
    .string()
    .max(4096)
    .optional()
    .describe('As of `POST /tokens/search`, for example `type:card AND container:"/pci/*"`.'),
  start,
  size: z.int().min(1).max(100).default(20),
});

/** The lists of tokens that are read by cursor alone: no page costs more than the first one, and none has a total. */
export const tokensV2 = {
  listV2: get('/v2/tokens', {
    summary: 'List tokens by cursor',
    description: 'Newest first. Filters are combined with AND. Go on with `pagination.next` until there is none.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({
      type: repeated(TokenType).optional(),
      container: z.string().max(400).optional().describe('Only tokens in this container and in those below it.'),
      fingerprint: z.string().max(64).optional(),
      metadata: MetadataInQuery.optional().describe('Only tokens that have all of these entries; case is ignored.'),
      id: ids,
      start,
      size: size.describe('The number of tokens per page, at most.'),
    }),
    response: cursorPageOf(Token),
  }),
  searchV2: post('/v2/tokens/search', {
    summary: 'Search tokens by cursor',
    description:
      'The query is that of `POST /tokens/search`. A page may hold fewer tokens than asked for, even none, and still have a ' +
      '`pagination.next`: a search looks at so many tokens per call, and goes on where it stopped.',
    permission: 'token:<classification>:read:<impact_level>',
    body: SearchTokensV2,
    response: cursorPageOf(Token),
    status: 200,
  }),
};

export const detokenize = post('/detokenize', {
  summary: 'Replace references to tokens in a document by their data',
  description:
    'Answers with the same document. In its strings, `{{ id }}` is replaced by the data of the token with this id, and ' +
    '`{{ id | json: "$.number" }}` by a part of it; a string that is nothing but one reference becomes the data as it is. Data is ' +
    'plaintext or masked, as in `GET /tokens/{id}`; where the key may see none of it, the call is refused.',
  permission: 'token:<classification>:read:<impact_level>',
  body: sentJson.describe('Any JSON document.'),
  response: anyJson.describe('The document with data in place of the references.'),
});
