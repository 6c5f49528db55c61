import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import { audit, Metadata, pageOf, pageQuery, start, tokenId, uuid } from '../shared.ts';
import { AtomicReactRequest, ReactResponse, reaction } from './reactors.ts';

/** What every atomic object has beside its `type` and the data that goes by the name of the type. */
export const atomicObject = {
  id: tokenId,
  tenant_id: uuid,
  fingerprint: z.string().optional().describe('Equal for objects of a tenant and type with the same number.'),
  metadata: Metadata.optional(),
  ...audit,
};

/**
 * The routes of atomic objects: tokens of one type under a path of their own, `/atomic/cards` (API reference, Atomic Banks and
 * Atomic Cards). `one` and `many` are what the objects are called in sentences.
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
      description: `The answer shows the ${one} masked.`,
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
      description: `In plaintext for a key that may read the impact level of the ${one}, else masked.`,
      permission: read,
      response: view,
    }),
    update: patch(item, {
      summary: `Change parts of a ${one}`,
      description: `What is left out stays as it is. The answer shows the ${one} masked.`,
      permission: `token:${classification}:update` as const,
      body: update,
      response: view,
    }),
    delete: del(item, { summary: `Delete a ${one}`, permission: `token:${classification}:delete` as const }),
    react: post(`${item}/react` as const, {
      summary: `Run a reactor with a ${one}`,
      description: reaction,
      permission: `token:${classification}:use:reactor` as const,
      body: AtomicReactRequest,
      anyContentType: true,
      response: ReactResponse,
    }),
  };
};
