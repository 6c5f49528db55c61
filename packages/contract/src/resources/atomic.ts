import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import { audit, Metadata, pageOf, pageQuery, start, tokenId, uuid } from '../shared.ts';
import { AtomicReactRequest, ReactResponse, reaction } from './reactors.ts';

/** The properties of every atomic object, besides its `type` and the property `card` or `bank` with its data. */
export const atomicObject = {
  id: tokenId,
  tenant_id: uuid,
  fingerprint: z
    .string()
    .optional()
    .describe('The same for every object of the tenant and type that holds the same number.'),
  metadata: Metadata.optional(),
  ...audit,
};

/**
 * The routes of atomic objects, which are tokens of one type under a path of their own, such as `/atomic/cards`.
 *
 * @param spec.one the object's name in the singular, for summaries: `card`.
 * @param spec.many the name in the plural.
 */
export const atomicRoutes = <
  const Name extends string,
  const Class extends string,
  View extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
>(
  name: Name,
  spec: { one: string; many: string; classification: Class; view: View; create: Create; update: Update },
) => {
  const { one, many, classification, view, create, update } = spec;
  const read = `token:${classification}:read:<impact_level>` as const;
  const path = `/atomic/${name}` as const;
  const item = `/atomic/${name}/{id}` as const;
  return {
    create: post(path, {
      summary: `Store a ${one}`,
      description: `The answer shows the ${one} masked, whatever the key may read.`,
      permission: `token:${classification}:create` as const,
      body: create,
      response: view,
      status: 201,
    }),
    list: get(path, {
      summary: `List ${many}`,
      permission: read,
      query: z.object({ ...pageQuery, start }),
      response: pageOf(view),
    }),
    retrieve: get(item, {
      summary: `Get a ${one}`,
      description: `Shows the ${one} in plaintext to a key that may read its impact level, and masked to other keys.`,
      permission: read,
      response: view,
    }),
    update: patch(item, {
      summary: `Change parts of a ${one}`,
      description: `Properties that you leave out keep their values. The answer shows the ${one} masked.`,
      permission: `token:${classification}:update` as const,
      body: update,
      response: view,
    }),
    delete: del(item, { summary: `Delete a ${one}`, permission: `token:${classification}:delete` as const }),
    retrieveDecrypted: get(`${item}/decrypt` as const, {
      summary: `Get a ${one} in plaintext`,
      description: `Use \`GET ${item}\`, which shows a key everything that it may read.`,
      permission: `token:${classification}:read:high` as const,
      response: view,
      deprecated: true,
    }),
    react: post(`${item}/react` as const, {
      summary: `Run a reactor on a ${one}`,
      description: reaction,
      permission: `token:${classification}:use:reactor` as const,
      body: AtomicReactRequest,
      anyContentType: true,
      response: ReactResponse,
    }),
  };
};
