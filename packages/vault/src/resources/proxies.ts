import type { contract, Handlers, Wire, WireInput } from '@tessera/contract';
import { newProxyKey } from '../access/api-key.ts';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween, type Facts, originShown } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { forgetAnswers } from '../idempotency/idempotency.ts';
import { ApiError, invalid } from '../problem.ts';
import { checkDestination } from '../proxy/stored/check-destination.ts';
import { checkTransforms } from '../proxy/stored/check-transforms.ts';
import {
  deleteProxy,
  findProxy,
  insertProxy,
  listProxies,
  proxyColumns,
  type StoredProxy,
  updateProxy,
} from '../proxy/stored/proxies.ts';
import { openSettings, type ProxySettings, sealSettings } from '../proxy/stored/settings.ts';
import { sliceFrom } from '../reactors/page.ts';
import type { Services } from '../services.ts';
import { auditFields } from '../tokens/view.ts';
import { applicationForCode } from './code-application.ts';
import { pageView } from './pagination.ts';
import { untilKept } from './until-kept.ts';

type Transform = Wire['ProxyTransform'];

/** What of a proxy its author decides. */
type Columns = Pick<StoredProxy, 'name' | 'destinationUrl' | 'requireAuth' | 'detokenizes' | 'applicationId'>;
type Wanted = Columns & ProxySettings;

const single = (list: readonly Transform[]): Transform | undefined => (list.length === 1 ? list[0] : undefined);

const view = (proxy: StoredProxy, settings: ProxySettings): WireInput['StoredProxy'] => ({
  id: proxy.id,
  tenant_id: proxy.tenantId,
  key: proxy.key,
  name: proxy.name,
  destination_url: proxy.destinationUrl,
  require_auth: proxy.requireAuth,
  application_id: proxy.applicationId,
  configuration: settings.configuration,
  request_transform: single(settings.requestTransforms),
  request_transforms: settings.requestTransforms,
  response_transform: single(settings.responseTransforms),
  response_transforms: settings.responseTransforms,
  disable_detokenization: !proxy.detokenizes,
  state: 'active',
  ...auditFields(proxy),
});

/** The transforms of one side, in the older form or the newer; `undefined` where neither was sent. */
const transformsIn = (
  body: Wire['PatchProxy'] | Wire['SaveProxy'],
  side: 'request' | 'response',
): Transform[] | undefined => {
  const one = body[`${side}_transform`];
  const list = body[`${side}_transforms`];
  if (one && list) throw invalid(`${side}_transform`, `Leave it out where there are ${side}_transforms.`);
  if (list) return list;
  if (one) return [one];
  return one === null || list === null ? [] : undefined;
};

const wantedIn = (body: Wire['SaveProxy']): Wanted => ({
  name: body.name,
  destinationUrl: body.destination_url,
  requireAuth: body.require_auth,
  applicationId: body.application?.id,
  detokenizes: !body.disable_detokenization,
  configuration: body.configuration,
  requestTransforms: transformsIn(body, 'request') ?? [],
  responseTransforms: transformsIn(body, 'response') ?? [],
});

/** The settings with those of a patch in their places; null removes one, or all of them. */
const patchedConfiguration = (
  before: ProxySettings['configuration'],
  patch: Wire['PatchProxy']['configuration'],
): ProxySettings['configuration'] => {
  if (patch === undefined) return before;
  const entries = Object.entries({ ...before, ...patch }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  if (entries.length > 25) throw invalid('configuration', 'At most 25 entries.');
  return patch === null ? {} : Object.fromEntries(entries);
};

const patched = (proxy: StoredProxy, before: ProxySettings, body: Wire['PatchProxy']): Wanted => ({
  name: body.name ?? proxy.name,
  destinationUrl: body.destination_url ?? proxy.destinationUrl,
  requireAuth: body.require_auth === undefined ? proxy.requireAuth : (body.require_auth ?? true),
  applicationId: body.application === undefined ? proxy.applicationId : body.application?.id,
  detokenizes: body.disable_detokenization === undefined ? proxy.detokenizes : !(body.disable_detokenization ?? false),
  configuration: patchedConfiguration(before.configuration, body.configuration),
  requestTransforms: transformsIn(body, 'request') ?? before.requestTransforms,
  responseTransforms: transformsIn(body, 'response') ?? before.responseTransforms,
});

/** What entries of the audit log tell of changes of a proxy. */
const factsOf = (proxy: StoredProxy, settings: ProxySettings): Facts => ({
  shown: {
    destination_url: originShown(proxy.destinationUrl),
    require_auth: proxy.requireAuth,
    disable_detokenization: !proxy.detokenizes,
    application: proxy.applicationId,
  },
  named: {
    name: proxy.name,
    destination_url: proxy.destinationUrl,
    configuration: settings.configuration,
    request_transforms: settings.requestTransforms,
    response_transforms: settings.responseTransforms,
  },
});

const notFound = () => new ApiError('not-found', 'There is no proxy with this id.');

export const proxies = (services: Services): Handlers<typeof contract.proxies, Context> => {
  const { store, keyring, clock } = services;

  const audit = auditOf(services, 'proxy');
  const auditChange = auditRecord(services, 'proxy');

  const find = async ({ tenantId }: Caller, id: string): Promise<StoredProxy> => {
    const proxy = await findProxy(store, tenantId, id);
    if (!proxy) throw notFound();
    return proxy;
  };

  const check = async ({ caller, effort }: Context, wanted: Wanted, before?: StoredProxy): Promise<Columns> => {
    const { tenantId } = caller;
    const { name, destinationUrl, requireAuth, detokenizes } = wanted;
    const applicationId = await applicationForCode(services, caller, wanted.applicationId, before?.applicationId);
    checkDestination(services.egress, tenantId, wanted.destinationUrl);
    const checking = { effort, sandbox: services.sandbox, tenantId };
    await checkTransforms(wanted.requestTransforms, 'request_transforms', { ...checking, side: 'request' });
    await checkTransforms(wanted.responseTransforms, 'response_transforms', { ...checking, side: 'response' });
    return { name, destinationUrl, requireAuth, detokenizes, applicationId };
  };

  const settingsOf = ({ configuration, requestTransforms, responseTransforms }: Wanted): ProxySettings => ({
    configuration,
    requestTransforms,
    responseTransforms,
  });

  /** Changes a proxy as it is now; nothing of it depends on who else changes it at the same time. */
  const change = (id: string, context: Context, wish: (proxy: StoredProxy) => Wanted, answers: boolean) =>
    untilKept('proxy', async () => {
      const { caller, commit } = context;
      const before = await find(caller, id);
      const wanted = wish(before);
      const columns = await check(context, wanted, before);
      const identity = { id: before.id, tenantId: before.tenantId, version: before.version + 1 };
      const proxy: StoredProxy = {
        ...before,
        ...identity,
        ...columns,
        settings: sealSettings(keyring, identity, settingsOf(wanted)),
        modifiedAt: clock(),
        modifiedBy: caller.applicationId,
      };
      const answer = view(proxy, wanted);
      const changes = changesBetween(factsOf(before, openSettings(keyring, before)), factsOf(proxy, wanted));
      const write = [updateProxy(proxy), auditChange(caller, 'update', proxyColumns(proxy), changes)];
      const failed = await commit(write, { ...(answers && { answer }), tokens: [proxy.id] });
      return failed === undefined ? answer : undefined;
    });

  return {
    create: async ({ body, ...context }) => {
      const { caller, commit } = context;
      const wanted = wantedIn(body);
      const columns = await check(context, wanted);
      const identity = { id: services.newId(), tenantId: caller.tenantId, version: 1 };
      const proxy: StoredProxy = {
        ...identity,
        key: newProxyKey(services.random),
        ...columns,
        settings: sealSettings(keyring, identity, settingsOf(wanted)),
        createdAt: clock(),
        createdBy: caller.applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = view(proxy, wanted);
      await commit([insertProxy(proxy), auditChange(caller, 'create', proxyColumns(proxy))], {
        answer,
        tokens: [proxy.id],
      });
      return answer;
    },

    // A configuration holds secrets in plaintext, so the audit row is durable before the answer.
    list: async ({ query, caller, effort }) => {
      const filter = { ids: query.id, name: query.name };
      const {
        total,
        proxies: found,
        after,
      } = await listProxies(store.scans(effort), caller.tenantId, filter, sliceFrom(query));
      const views = found.map((proxy) => view(proxy, openSettings(keyring, proxy)));
      if (views.length > 0) await store.commit(views.map(({ id }) => audit(caller, 'read', id)));
      return pageView(query, total, views, after);
    },

    retrieve: async ({ params, caller }) => {
      const proxy = await find(caller, params.id);
      const answer = view(proxy, openSettings(keyring, proxy));
      await store.commit([audit(caller, 'read', proxy.id)]);
      return answer;
    },

    update: async ({ params, body, ...context }) => await change(params.id, context, () => wantedIn(body), true),

    patch: async ({ params, body, ...context }) => {
      await change(params.id, context, (proxy) => patched(proxy, openSettings(keyring, proxy), body), false);
    },

    delete: async ({ params, caller, commit }) => {
      const proxy = await find(caller, params.id);
      const failed = await commit([deleteProxy(proxy), forgetAnswers(proxy), audit(caller, 'delete', proxy.id)]);
      if (failed !== undefined) throw notFound();
    },
  };
};
