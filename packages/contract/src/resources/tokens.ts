import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import { ids, Metadata, pageOf, pageQuery, repeated, start } from '../shared.ts';
import { Token, TokenType } from './token.ts';
import { CreateToken, SearchTokens, UpdateToken } from './token-requests.ts';

const filter = {
  id: ids,
  type: repeated(TokenType).optional(),
  metadata: Metadata.optional().describe('Only tokens that have all of these entries; case is ignored.'),
};

export const tokens = {
  create: post('/tokens', {
    summary: 'Create a token',
    description: 'Encrypts and stores the data. The answer never holds it in plaintext.',
    permission: 'token:<classification>:create',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  list: get('/tokens', {
    summary: 'List tokens',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ ...filter, ...pageQuery, start }),
    response: pageOf(Token),
  }),
  retrieve: get('/tokens/{id}', {
    summary: 'Get a token',
    description:
      'Shows the data in plaintext to a key that may read the impact level of the token. Other keys get what the restriction policy allows: masked data or none.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
  }),
  update: patch('/tokens/{id}', {
    summary: 'Change a token',
    description:
      'The body is a JSON merge patch (RFC 7396). Changing the mask, the search indexes or the fingerprint expression needs the permission to read the token in plaintext.',
    permission: 'token:<classification>:update',
    body: UpdateToken,
    response: Token,
  }),
  delete: del('/tokens/{id}', {
    summary: 'Delete a token',
    permission: 'token:<classification>:delete',
  }),
  search: post('/tokens/search', {
    summary: 'Search tokens',
    description:
      'Newest first. The fields are `id`, `type`, `data`, `fingerprint`, `container`, `metadata.KEY`, `created_by`, `modified_by`, ' +
      '`created_at` and `modified_at`. `data` looks into the search indexes of tokens that the key may read in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    body: SearchTokens,
    response: pageOf(Token),
    status: 200,
  }),
  createAssociation: post('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Make a token the child of another token',
    permission: 'token:<classification>:read:<impact_level>',
  }),
  deleteAssociation: del('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Remove the association of a parent and a child token',
    description: 'Neither token is deleted.',
    permission: 'token:<classification>:delete',
  }),
  createChild: post('/tokens/{parent_id}/children', {
    summary: 'Create a token as the child of another token',
    permission: 'token:<classification>:create token:<classification>:read:<impact_level>',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  listChildren: get('/tokens/{parent_id}/children', {
    summary: 'List the children of a token',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ ...filter, ...pageQuery, start }),
    response: pageOf(Token),
  }),
  listDecrypted: get('/tokens/decrypt', {
    summary: 'List tokens in plaintext',
    description:
      'Use `GET /tokens`, which shows a key everything that it may read. Here only tokens of type `token` are shown in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ id: ids, type: repeated(TokenType).optional(), ...pageQuery, start }),
    response: pageOf(Token),
    deprecated: true,
  }),
  retrieveDecrypted: get('/tokens/{id}/decrypt', {
    summary: 'Get a token in plaintext',
    description:
      'Use `GET /tokens/{id}`, which shows a key everything that it may read. Here only a token of type `token` is shown in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
    deprecated: true,
  }),
};
