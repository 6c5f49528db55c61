import type { contract, Handlers } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { forgetAnswers } from '../idempotency/idempotency.ts';
import { ApiError, invalid } from '../problem.ts';
import {
  type Configuration,
  checkSettings,
  openConfiguration,
  patchedConfiguration,
  sealConfiguration,
} from '../reactors/configuration.ts';
import { deleteFailures } from '../reactors/failures.ts';
import { checkCode } from '../reactors/formula-code.ts';
import {
  countUse,
  deleteFormula,
  type Formula,
  findFormula,
  findFormulas,
  formulaColumns,
  formulaFacts,
  formulaGone,
  insertFormula,
  updateFormula,
} from '../reactors/formulas.ts';
import { sliceFrom } from '../reactors/page.ts';
import { deleteReactions } from '../reactors/reactions.ts';
import {
  deleteReactor,
  insertReactor,
  listReactors,
  type Reactor,
  reactorColumns,
  updateReactor,
} from '../reactors/reactors.ts';
import type { Services } from '../services.ts';
import type { Statement } from '../store/port.ts';
import { applicationForCode } from './code-application.ts';
import { pageView } from './pagination.ts';
import { findWithFormula, reactWithArgs } from './react.ts';
import { reactAsync } from './react-async.ts';
import { reactorFacts, viewReactor } from './reactor-view.ts';
import { untilKept } from './until-kept.ts';

const notFound = () => new ApiError('not-found', 'There is no reactor with this id.');
const noFormula = () => invalid('formula.id', 'There is no reactor formula with this id.');

/** What of a reactor its author decides. */
interface Wanted {
  name: string;
  code: string | undefined;
  applicationId: string | undefined;
  configuration: Configuration;
}

export const reactors = (services: Services): Handlers<typeof contract.reactors, Context> => {
  const { store, keyring, clock } = services;

  const audit = auditOf(services, 'reactor');
  const auditChange = auditRecord(services, 'reactor');
  const auditCode = auditRecord(services, 'reactor_formula');

  const find = async (caller: Caller, id: string): Promise<{ reactor: Reactor; formula: Formula }> => {
    const found = await findWithFormula(services, caller, id);
    if (!found) throw notFound();
    return found;
  };

  /** The formula that a new reactor is to have, and what makes it where it is the reactor's own. */
  const formulaFor = async (
    caller: Caller,
    reactorId: string,
    { name, code, formula: wanted }: { name: string; code?: string | undefined; formula?: { id: string } | undefined },
  ): Promise<{ formula: Formula; write: Statement[] }> => {
    if ((code === undefined) === (wanted === undefined)) {
      throw invalid(wanted ? 'code' : 'formula', 'A reactor has either a formula or code of its own.');
    }
    if (code === undefined) {
      const formula = await findFormula(store, caller.tenantId, wanted?.id ?? '');
      if (!formula) throw noFormula();
      return { formula, write: [] };
    }
    await checkCode(services.sandbox, caller.tenantId, code);
    const formula: Formula = {
      id: services.newId(),
      ...{ tenantId: caller.tenantId, reactorId, name, code },
      ...{ description: undefined, icon: undefined, sourceTokenType: 'token' },
      ...{ configuration: [], requestParameters: [] },
      ...{ version: 1, createdAt: clock(), createdBy: caller.applicationId },
      ...{ modifiedAt: undefined, modifiedBy: undefined },
    };
    return { formula, write: [insertFormula(formula), auditCode(caller, 'create', formulaColumns(formula))] };
  };

  /** Changes a reactor as it is now; `wish` says what it is to be. */
  const change = (
    id: string,
    { caller, commit }: Context,
    wish: (reactor: Reactor, formula: Formula) => Wanted,
    answers: boolean,
  ) =>
    untilKept('reactor', async () => {
      const { reactor: before, formula: old } = await find(caller, id);
      const { name, code, configuration, applicationId: wanted } = wish(before, old);
      if (old.reactorId === undefined && code !== undefined) {
        throw invalid('code', 'This reactor has a formula, whose code is changed there.');
      }
      checkSettings(old, { configuration, application: wanted });
      const applicationId = await applicationForCode(services, caller, wanted, before.applicationId);
      const by = { modifiedAt: clock(), modifiedBy: caller.applicationId };
      const isNew = code !== undefined && code !== old.code;
      if (isNew) await checkCode(services.sandbox, caller.tenantId, code);
      const formula: Formula = isNew ? { ...old, code, version: old.version + 1, ...by } : old;
      const identity = { id: before.id, tenantId: before.tenantId, version: before.version + 1 };
      const sealed = sealConfiguration(keyring, identity, configuration);
      const reactor: Reactor = { ...before, ...identity, name, applicationId, configuration: sealed, ...by };
      const answer = viewReactor(reactor, formula, configuration);
      const then = reactorFacts(before, old, openConfiguration(keyring, before));
      const failed = await commit(
        [
          updateReactor(reactor, formula),
          auditChange(
            caller,
            'update',
            reactorColumns(reactor, formula),
            changesBetween(then, reactorFacts(reactor, formula, configuration)),
          ),
          ...(isNew
            ? [
                updateFormula(formula),
                auditCode(
                  caller,
                  'update',
                  formulaColumns(formula),
                  changesBetween(formulaFacts(old), formulaFacts(formula)),
                ),
              ]
            : []),
        ],
        { ...(answers && { answer }), tokens: [reactor.id] },
      );
      return failed === undefined ? answer : undefined;
    });

  return {
    create: async ({ body, caller, commit }) => {
      const { tenantId } = caller;
      const application = await applicationForCode(services, caller, body.application?.id);
      const identity = { id: services.newId(), tenantId, version: 1 };
      const { formula, write } = await formulaFor(caller, identity.id, body);
      checkSettings(formula, { configuration: body.configuration, application: body.application?.id });
      const reactor: Reactor = {
        ...identity,
        name: body.name,
        formulaId: formula.id,
        applicationId: application,
        configuration: sealConfiguration(keyring, identity, body.configuration),
        createdAt: clock(),
        createdBy: caller.applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = viewReactor(reactor, formula, body.configuration);
      const failed = await commit(
        [
          ...write,
          countUse(formula, 1),
          insertReactor(reactor, formula),
          auditChange(caller, 'create', reactorColumns(reactor, formula)),
        ],
        { answer, tokens: [reactor.id] },
      );
      if (failed === formulaGone) throw noFormula();
      return answer;
    },

    // A configuration holds secrets in plaintext, so the audit row is durable before the answer.
    list: async ({ query, caller, effort }) => {
      const { tenantId } = caller;
      const filter = { ids: query.id, name: query.name, sourceTokenType: query.source_token_type };
      const scans = store.scans(effort);
      const { total, reactors: found, after } = await listReactors(scans, tenantId, filter, sliceFrom(query));
      const formulas = new Map(
        (await findFormulas(scans, tenantId, [...new Set(found.map(({ formulaId }) => formulaId))])).map((formula) => [
          formula.id,
          formula,
        ]),
      );
      const views = found.flatMap((reactor) => {
        const formula = formulas.get(reactor.formulaId);
        return formula ? [viewReactor(reactor, formula, openConfiguration(keyring, reactor))] : [];
      });
      if (views.length > 0) await store.commit(views.map(({ id }) => audit(caller, 'read', id)));
      return pageView(query, total, views, after);
    },

    retrieve: async ({ params, caller }) => {
      const { reactor, formula } = await find(caller, params.id);
      const answer = viewReactor(reactor, formula, openConfiguration(keyring, reactor));
      await store.commit([audit(caller, 'read', reactor.id)]);
      return answer;
    },

    update: async ({ params, body: { name, code, application, configuration }, ...context }) =>
      await change(
        params.id,
        context,
        (_, { reactorId }) => {
          if (reactorId !== undefined && code === undefined) throw invalid('code', 'Required.');
          return { name, code, applicationId: application?.id, configuration };
        },
        true,
      ),

    patch: async ({ params, body, ...context }) => {
      const wish = (reactor: Reactor): Wanted => ({
        name: body.name ?? reactor.name,
        code: body.code,
        applicationId: body.application === undefined ? reactor.applicationId : body.application?.id,
        configuration: patchedConfiguration(openConfiguration(keyring, reactor), body.configuration),
      });
      await change(params.id, context, wish, false);
    },

    delete: async ({ params, caller, commit }) => {
      const { reactor, formula } = await find(caller, params.id);
      const isOwn = formula.reactorId !== undefined;
      const failed = await commit([
        deleteReactor(reactor),
        countUse(formula, -1),
        ...(isOwn ? [deleteFormula(formula), auditOf(services, 'reactor_formula')(caller, 'delete', formula.id)] : []),
        forgetAnswers(reactor),
        deleteReactions(reactor),
        deleteFailures(reactor),
        audit(caller, 'delete', reactor.id),
      ]);
      if (failed !== undefined) throw notFound();
    },

    react: async ({ params, body, ...context }) => await reactWithArgs(services, context, params.id, body),
    ...reactAsync(services),
  };
};
