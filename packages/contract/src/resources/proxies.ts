import * as z from 'zod';
import { del, get, patch, post, put } from '../route.ts';
import { audit, ids, nameSearch, pageOf, pageQuery, recordOf, sentJson, start, uuid } from '../shared.ts';

/** What a transform does. */
export const ProxyTransformType = z.enum(['code', 'mask', 'tokenize', 'append_json', 'append_header', 'append_text']);

/** What a transform needs besides its type; which of it, depends on the type. */
export const ProxyTransformOptions = z.object({
  token: z
    .record(z.string(), sentJson)
    .optional()
    .describe(
      'Of `tokenize`: the body of `POST /tokens`, with expressions over `req` or `res`, the JSON body that passes.',
    ),
  identifier: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'An identifier is up to 100 letters, digits, underscores and hyphens.')
    .optional()
    .describe('Of `tokenize`: what later transforms of the list call the token by.'),
  value: z.string().max(10_000).optional().describe('Of `append_…`: what is put there, with expressions.'),
  location: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Of `append_json` a path such as `$.card.token`, of `append_header` a name.'),
});

/** One step that a request or an answer goes through. */
export const ProxyTransform = z.object({
  type: ProxyTransformType.default('code'),
  code: z
    .string()
    .min(1)
    .max(50_000)
    .optional()
    .describe(
      'Of `code`: a JavaScript module that exports one function, `module.exports = async (req) => ({ body, headers })`.',
    ),
  matcher: z.string().max(100).optional().describe('Of `mask`: `regex`.'),
  expression: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('Of `mask`: a regular expression with one group at least.'),
  replacement: z.string().max(10).optional().describe('Of `mask`: the character that hides others.'),
  options: ProxyTransformOptions.optional(),
});

const transforms = z.array(ProxyTransform).max(20);

const Configuration = recordOf(z.string(), z.string().max(10_000), 25);

/** As which code of transforms may use the vault. */
const application = z.object({ id: uuid });

const fields = {
  name: z.string().min(1).max(200),
  destination_url: z
    .string()
    .max(400)
    .regex(/^https:\/\/./, 'A destination is an https URL, such as https://api.example.com/v1.')
    .describe('https, a DNS name, port 443. The path after `/proxy` and the query of each call are appended to it.'),
  require_auth: z
    .boolean()
    .describe('Whether calls need an API key. Without it, whoever knows the key of the proxy may call it.'),
  application: application.describe(
    'The application as which code of the transforms may use the vault: `bt` in its argument. Not one of type `management`.',
  ),
  configuration: Configuration.describe('Settings of the transforms. They are encrypted where they are stored.'),
  request_transform: ProxyTransform.describe('The same as `request_transforms` with this one alone.'),
  request_transforms: transforms.describe('What each request goes through, in order.'),
  response_transform: ProxyTransform.describe('The same as `response_transforms` with this one alone.'),
  response_transforms: transforms.describe('What each answer goes through, in order.'),
  disable_detokenization: z.boolean().describe('Leaves `{{ … }}` in requests as it is.'),
};

/** A destination with what is done to the requests that go there and to its answers. */
export const StoredProxy = z.object({
  id: uuid,
  tenant_id: uuid,
  key: z.string().describe('What calls name the proxy by, in the header `BT-PROXY-KEY`.'),
  name: z.string(),
  destination_url: z.string(),
  require_auth: z.boolean(),
  application_id: uuid.optional().describe('As which code of the transforms may use the vault.'),
  configuration: Configuration,
  request_transform: ProxyTransform.optional().describe('The only one of `request_transforms`, if there is one alone.'),
  request_transforms: z.array(ProxyTransform),
  response_transform: ProxyTransform.optional(),
  response_transforms: z.array(ProxyTransform),
  disable_detokenization: z.boolean(),
  state: z.literal('active').describe('Proxies work from the moment they are answered.'),
  ...audit,
});

const { name, destination_url } = fields;

/** A new proxy, or one to put in place of an existing one. */
export const SaveProxy = z.object({
  name,
  destination_url,
  require_auth: fields.require_auth.default(true),
  application: fields.application.nullish(),
  configuration: fields.configuration.default({}),
  request_transform: fields.request_transform.optional(),
  request_transforms: fields.request_transforms.optional(),
  response_transform: fields.response_transform.optional(),
  response_transforms: fields.response_transforms.optional(),
  disable_detokenization: fields.disable_detokenization.default(false),
});

/** Changes of a proxy. What is left out stays, what is null returns to its default, and lists are replaced as a whole. */
export const PatchProxy = z.object({
  name: name.optional(),
  destination_url: destination_url.optional(),
  require_auth: fields.require_auth.nullish(),
  application: fields.application.nullish(),
  configuration: recordOf(z.string(), z.string().max(10_000).nullable(), 50)
    .nullish()
    .describe('Settings to replace; those that are null are removed.'),
  request_transform: fields.request_transform.nullish(),
  request_transforms: fields.request_transforms.nullish(),
  response_transform: fields.response_transform.nullish(),
  response_transforms: fields.response_transforms.nullish(),
  disable_detokenization: fields.disable_detokenization.nullish(),
});

export const proxies = {
  create: post('/proxies', {
    summary: 'Create a stored proxy',
    description:
      'A stored proxy fixes where requests go and what is done to them and to the answers. Calls name it in the header `BT-PROXY-KEY`.',
    permission: 'proxy:create',
    body: SaveProxy,
    response: StoredProxy,
    status: 201,
  }),
  list: get('/proxies', {
    summary: 'List stored proxies',
    permission: 'proxy:read',
    query: z.object({
      id: ids,
      name: nameSearch.optional(),
      start,
      ...pageQuery,
    }),
    response: pageOf(StoredProxy),
  }),
  retrieve: get('/proxies/{id}', { summary: 'Get a stored proxy', permission: 'proxy:read', response: StoredProxy }),
  update: put('/proxies/{id}', {
    summary: 'Replace a stored proxy',
    description: 'Its id and its key stay.',
    permission: 'proxy:update',
    body: SaveProxy,
    response: StoredProxy,
  }),
  patch: patch('/proxies/{id}', {
    summary: 'Change parts of a stored proxy',
    permission: 'proxy:update',
    body: PatchProxy,
  }),
  delete: del('/proxies/{id}', { summary: 'Delete a stored proxy', permission: 'proxy:delete' }),
};
