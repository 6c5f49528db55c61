import { schemas, validateRequest } from '@tessera/contract';
import { auditRow } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { idToText, uuid7 } from '../ids.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import { ApiError } from '../problem.ts';
import { type Definition, definitionOf } from '../reactors/definition.ts';
import { findOfficialFormula, formulaFacts, formulaGone, insertFormula, updateFormula } from '../reactors/formulas.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { readJson } from './read-file.ts';
import { storageFlags } from './storage.ts';
import { withVault } from './with-vault.ts';

/** Formats messages by property as lines of text. */
const explained = (file: string, errors: Record<string, string[]>): CommandError => {
  const lines = Object.entries(errors).map(([name, messages]) => `  ${name}: ${messages.join(' ')}`);
  return new CommandError([`--formula ${file} is no formula:`, ...lines].join('\n'));
};

const readDefinition = async (file: string): Promise<Definition> => {
  const json = readJson(file, '--formula');
  const formula = typeof json === 'object' && json !== null ? { ...json, type: 'private' } : json;
  const { value, errors } = validateRequest(schemas.SaveReactorFormula, formula, { answer: schemas.ReactorFormula });
  if (errors) throw explained(file, errors);
  const sandbox = createSandbox({ limits: { spare: 0 } });
  try {
    return await definitionOf(sandbox, 'official', value);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw error.errors ? explained(file, error.errors) : new CommandError(error.message);
  } finally {
    await sandbox.close();
  }
};

export const formulasPublish = command('formulas publish', {
  summary: 'makes a reactor formula official: all tenants see and use it',
  flags: ['formula', ...storageFlags, 'json'],
  notes: [
    'It holds name, source_token_type, code and whatever else POST /reactor-formulas takes.',
    'An official formula of the same name is replaced, and its reactors use the new code.',
    'The audit log of every tenant tells of it.',
  ],
  run: async ({ formula: file, json, ...values }, terminal) => {
    const definition = await readDefinition(file);
    await withVault(values, terminal, async ({ data, keyring, clock, random, actor }) => {
      const before = await findOfficialFormula(data, definition.name);
      const by = { createdBy: undefined, modifiedBy: undefined };
      const formula = before
        ? { ...before, ...definition, version: before.version + 1, modifiedAt: clock() }
        : {
            id: idToText(uuid7(clock, random)()),
            tenantId: undefined,
            reactorId: undefined,
            ...definition,
            ...by,
            version: 1,
            createdAt: clock(),
            modifiedAt: undefined,
          };
      // It is code that gets values of all tenants, so the log of each tells of it.
      const tenants = await tenantsInScope(data, keyring, { tenantId: undefined });
      const event = { ...actor, entityType: 'reactor_formula', entityId: formula.id } as const;
      const done = { ...event, operation: before ? 'update' : 'create', createdAt: clock() } as const;
      const changes = before && changesBetween(formulaFacts(before), formulaFacts(formula));
      const failed = await data.commit([
        before ? updateFormula(formula) : insertFormula(formula),
        ...tenants.map(({ id }) =>
          auditRow(keyring, { ...done, tenantId: id, ...(changes !== undefined && { changes }) }),
        ),
      ]);
      if (failed === formulaGone) throw new CommandError('The formula was removed meanwhile; publish it again.');
      const word = before ? 'replaced' : 'published';
      terminal.out(
        json
          ? `${JSON.stringify({ formula_id: formula.id, [word]: true })}\n`
          : `The official formula ${formula.name} (${formula.id}) is ${word}.\n`,
      );
    });
  },
});
