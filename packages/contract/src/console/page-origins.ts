import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';

/** A page that an administrator lets embed fields of a tenant. */
export const PageOriginView = z.object({
  id: uuid,
  origin: z.string().describe('Scheme, host and port, as browsers write them.'),
  in_effect: z
    .boolean()
    .describe('False where `serve --allowed-origins` gives the same page to another tenant: what it says stands.'),
  added_by: uuid.describe('The id of the operator.'),
  added_at: timestamp,
});

export const pageOrigins = {
  list: get('/console/page-origins', {
    summary: 'List the pages that may embed fields of the tenant',
    response: z.object({
      setting: z
        .array(z.string())
        .describe('Those that `serve --allowed-origins` names for this tenant, or for whichever is the only one.'),
      data: z.array(PageOriginView).describe('Those that administrators have added, by their origins.'),
      may_add: z.boolean().describe('Whether the operator may add pages: people of one tenant may not.'),
    }),
    permission: 'fields:embed',
  }),
  create: post('/console/page-origins', {
    summary: 'Let a page embed fields of the tenant',
    description:
      'For administrators of all tenants, because every page that is added may show frames of this vault. Each process takes it over within ' +
      'two seconds. The vault lists 64 pages of all tenants, with 2,048 characters together.',
    body: z.object({
      origin: z
        .string()
        .trim()
        .min(1)
        .max(255)
        .describe('Such as `https://shop.example`. A page belongs to one tenant.'),
    }),
    response: PageOriginView,
    status: 201,
    permission: 'origins:manage',
  }),
  delete: del('/console/page-origins/{id}', {
    summary: 'Let a page no longer embed fields of the tenant',
    description: 'Within two seconds every call from its frames is refused, also from those that are open.',
    permission: 'origins:manage',
  }),
};
