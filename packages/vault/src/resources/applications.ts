import type { contract, Handlers, Reply } from '@tessera/contract';
import { newApiKey } from '../access/api-key.ts';
import {
  type Application,
  applicationColumns,
  applicationOvertaken,
  deleteApplication,
  findApplication,
  insertApplication,
  listApplications,
  updateApplication,
} from '../access/applications.ts';
import type { Caller } from '../access/authenticate.ts';
import { assertMayGrant } from '../access/may-grant.ts';
import { type ApplicationType, grant } from '../access/permissions.ts';
import { endSessionsOf } from '../access/sessions.ts';
import { auditOf } from '../audit/audit-of.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { idFromText } from '../ids.ts';
import { ApiError, invalidAll } from '../problem.ts';
import { sliceFrom } from '../reactors/page.ts';
import type { Services } from '../services.ts';
import { writeCursor } from '../tokens/search/cursor.ts';
import { auditFields } from '../tokens/view.ts';
import { pageView } from './pagination.ts';
import { untilKept } from './until-kept.ts';

type ApplicationView = Reply<typeof contract.applications.retrieve>;

const view = (application: Application, key?: string): ApplicationView => ({
  id: application.id,
  tenant_id: application.tenantId,
  name: application.name,
  ...(key !== undefined && { key }),
  type: application.type,
  permissions: application.permissions,
  ...auditFields(application),
});

const notFound = () => new ApiError('not-found', 'There is no application with this id.');

/** The day on which permission names were replaced (API reference, Deprecated Features). */
const legacyNamesEnded = Date.UTC(2022, 0, 3);

/** The permissions that an application will hold; `before` are those that it holds. Throws 400 or 403. */
const granted = (
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

/** What a caller must hold who is told the key of an application, also by a repeated answer. */
const grantedBy = ({ type, permissions }: Application): readonly string[] => (type === 'management' ? permissions : []);

export const applications = (services: Services): Handlers<typeof contract.applications, Context> => {
  const { store, keyring, clock } = services;

  const audit = auditOf(services, 'application');
  const auditChange = auditRecord(services, 'application');

  const find = async ({ tenantId }: Caller, id: string): Promise<Application> => {
    const found = await findApplication(store, tenantId, id);
    if (!found) throw notFound();
    return found;
  };

  /**
   * Changes an application. `changeOf` returns the changes; it is called again if somebody else changed the application meanwhile.
   */
  const change = async (
    context: Context,
    id: string,
    changeOf: (before: Application) => Partial<Application>,
    key?: string,
  ) => {
    const { caller } = context;
    return await untilKept('application', async () => {
      const before = await find(caller, id);
      const application: Application = {
        ...before,
        ...changeOf(before),
        // No former key: whoever asks for a new key here wants the old ones to stop at once.
        ...(key !== undefined && { keyHash: keyring.hashApiKey(key), formerKey: undefined }),
        version: before.version + 1,
        modifiedAt: clock(),
        modifiedBy: caller.applicationId,
      };
      const answer = view(application, key);
      const failed = await context.commit(
        [
          updateApplication(application),
          ...(key === undefined ? [] : [endSessionsOf(application.tenantId, application.id)]),
          auditChange(caller, 'update', applicationColumns(application)),
        ],
        { answer, permissions: key === undefined ? [] : grantedBy(application) },
      );
      services.authenticator.forget();
      return failed === undefined ? answer : undefined;
    });
  };

  return {
    create: async ({ body, ...context }) => {
      const { caller } = context;
      const key = newApiKey(services.random);
      const application: Application = {
        id: services.newId(),
        tenantId: caller.tenantId,
        name: body.name,
        type: body.type,
        permissions: granted(body.type, body.permissions, context),
        keyHash: keyring.hashApiKey(key),
        formerKey: undefined,
        version: 1,
        createdAt: clock(),
        createdBy: caller.applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = view(application, key);
      await context.commit(
        [insertApplication(application), auditChange(caller, 'create', applicationColumns(application))],
        { answer, permissions: grantedBy(application) },
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
        found.map((application) => view(application)),
        last && writeCursor({ createdAt: last.createdAt, id: idFromText(last.id) ?? new Uint8Array(16) }),
      );
    },

    retrieve: async ({ params, caller }) => {
      const application = await find(caller, params.id);
      await services.reads.add([audit(caller, 'read', application.id)]);
      return view(application);
    },

    // No audit row: every frame calls this once about its own key, so such rows would fill the audit log and say nothing.
    retrieveByKey: async ({ caller }) => view(await find(caller, caller.applicationId)),

    update: async ({ params, body, ...context }) =>
      await change(context, params.id, ({ type, permissions }) => ({
        name: body.name,
        permissions: granted(type, body.permissions, context, permissions),
      })),

    regenerateKey: async ({ params, ...context }) =>
      await change(
        context,
        params.id,
        (before) => {
          // Whoever is told a key can do what its application may.
          assertMayGrant(context.caller, before);
          return {};
        },
        newApiKey(services.random),
      ),

    delete: async ({ params, ...context }) => {
      const { id, tenantId } = await find(context.caller, params.id);
      const failed = await context.commit([
        deleteApplication({ id, tenantId }),
        endSessionsOf(tenantId, id),
        audit(context.caller, 'delete', id),
      ]);
      services.authenticator.forget();
      if (failed === applicationOvertaken) throw notFound();
    },
  };
};
