import type { contract, Handlers, Wire } from '@tessera/contract';
import { inOrder, ruleObjections } from '../access/access-rules.ts';
import { type ApplicationKey, makeKey } from '../access/application-keys.ts';
import {
  type Application,
  applicationColumns,
  applicationOvertaken,
  deleteApplication,
  insertApplication,
  listApplications,
} from '../access/applications.ts';
import { assertMayGrant } from '../access/may-grant.ts';
import { type ApplicationType, grant } from '../access/permissions.ts';
import { endSessionsOf } from '../access/sessions.ts';
import { auditOf } from '../audit/audit-of.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { forgetAnswers } from '../idempotency/idempotency.ts';
import { idFromText } from '../ids.ts';
import { invalid, invalidAll } from '../problem.ts';
import { sliceFrom } from '../reactors/page.ts';
import type { Services } from '../services.ts';
import { writeCursor } from '../tokens/search/cursor.ts';
import { lastUses } from '../usage/key-uses.ts';
import {
  applicationNotFound,
  applicationShown,
  changeApplication,
  findOwn,
  grantedBy,
  readEnd,
  viewApplication,
} from './change-application.ts';
import { pageView } from './pagination.ts';

/** The day on which permission names were replaced (API reference, Deprecated Features). */
const legacyNamesEnded = Date.UTC(2022, 0, 3);

/** The permissions that an application will hold; `before` are those that it holds. Throws 400 or 403. */
const permitted = (
  type: ApplicationType,
  asked: readonly string[],
  context: Context,
  before: readonly string[] = [],
): string[] => {
  const { permissions, objections, migrated } = grant(type, asked);
  if (objections.length > 0) {
    throw invalidAll(Object.fromEntries(objections.map(({ index, message }) => [`permissions.${index}`, [message]])));
  }
  assertMayGrant(context.caller, { type, permissions }, before);
  if (migrated) context.deprecated(legacyNamesEnded);
  return permissions;
};

/** What an application will be allowed, by permissions or by rules. Throws 400 or 403. */
const granted = (
  type: ApplicationType,
  { permissions, rules = [] }: Pick<Wire['UpdateApplication'], 'permissions' | 'rules'>,
  context: Context,
  before?: readonly string[],
): Pick<Application, 'permissions' | 'rules'> => {
  if (rules.length === 0) return { permissions: permitted(type, permissions, context, before), rules: undefined };
  if (permissions.length > 0) throw invalid('rules', 'Send either permissions or rules.');
  const objections = ruleObjections(type, rules);
  if (objections.length > 0) {
    throw invalidAll(
      Object.fromEntries(
        objections.map(({ rule, index, message }) => [`rules.${rule}.permissions.${index}`, [message]]),
      ),
    );
  }
  return { permissions: [], rules: inOrder(rules) };
};

export const applications = (services: Services): Handlers<typeof contract.applications, Context> => {
  const { store, clock } = services;

  const audit = auditOf(services, 'application');
  const auditKey = auditOf(services, 'application_key');
  const auditChange = auditRecord(services, 'application');
  const change = changeApplication(services);
  const view = (application: Application, secret?: string) => viewApplication(application, clock(), { secret });
  /** With when their keys were last used. */
  const viewAll = async (tenantId: string, found: readonly Application[]) => {
    const uses = await lastUses(
      store,
      tenantId,
      found.flatMap(({ keys }) => keys),
    );
    return found.map((application) => viewApplication(application, clock(), { uses }));
  };

  return {
    create: async ({ body, ...context }) => {
      const { caller } = context;
      const made = body.create_key
        ? makeKey(services, { version: 1, expiresAt: undefined, createdBy: caller.applicationId })
        : undefined;
      const keys: ApplicationKey[] = made ? [made.key] : [];
      const application: Application = {
        id: services.newId(),
        tenantId: caller.tenantId,
        name: body.name,
        type: body.type,
        ...granted(body.type, body, context),
        keys,
        expiresAt: readEnd(body.expires_at, clock()),
        version: 1,
        createdAt: clock(),
        createdBy: caller.applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = view(application, made?.secret);
      await context.commit(
        [...insertApplication(application), auditChange(caller, 'create', applicationColumns(application))],
        { answer, permissions: grantedBy(application), shown: [applicationShown(application.id)] },
      );
      return answer;
    },

    list: async ({ query, caller, effort }) => {
      const {
        total,
        applications: found,
        more,
      } = await listApplications(store.scans(effort), caller.tenantId, {
        ids: query.id,
        types: query.type,
        ...sliceFrom(query),
      });
      const last = more ? found.at(-1) : undefined;
      await services.reads.add(found.map(({ id }) => audit(caller, 'read', id)));
      return pageView(
        query,
        total,
        await viewAll(caller.tenantId, found),
        last && writeCursor({ createdAt: last.createdAt, id: idFromText(last.id) ?? new Uint8Array(16) }),
      );
    },

    retrieve: async ({ params, caller }) => {
      const application = await findOwn(services, caller, params.id);
      await services.reads.add([audit(caller, 'read', application.id)]);
      const [shown] = await viewAll(caller.tenantId, [application]);
      return shown ?? view(application);
    },

    // No audit row: every frame calls this once about its own key, so such rows would fill the audit log and say nothing.
    retrieveByKey: async ({ caller }) => {
      // Everybody can ask with the key of a page, and its other keys are none of their business.
      const { keys: _, ...own } = view(await findOwn(services, caller, caller.applicationId));
      return own;
    },

    update: async ({ params, body, ...context }) =>
      await change(context, params.id, (before) => {
        const allowed = granted(before.type, body, context, before.permissions);
        return { application: { ...before, name: body.name, ...allowed }, answer: (application) => view(application) };
      }),

    regenerateKey: async ({ params, ...context }) =>
      await change(context, params.id, (before) => {
        // Whoever is told a key can do what its application may.
        assertMayGrant(context.caller, before);
        const { applicationId: createdBy } = context.caller;
        const { secret, key } = makeKey(services, { version: before.version + 1, expiresAt: undefined, createdBy });
        return {
          // None of the old keys: whoever asks for a new one here wants them to stop at once.
          application: { ...before, keys: [key] },
          answer: (application) => view(application, secret),
          also: [endSessionsOf(before.tenantId, before.id), auditKey(context.caller, 'create', key.id)],
          permissions: grantedBy(before),
        };
      }),

    delete: async ({ params, ...context }) => {
      const { id, tenantId, keys } = await findOwn(services, context.caller, params.id);
      const failed = await context.commit([
        ...deleteApplication({ id, tenantId, keys }),
        endSessionsOf(tenantId, id),
        forgetAnswers({ tenantId, id }),
        audit(context.caller, 'delete', id),
      ]);
      services.authenticator.forget();
      if (failed === applicationOvertaken) throw applicationNotFound();
    },
  };
};
