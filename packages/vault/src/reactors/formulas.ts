import type { Wire } from '@tessera/contract';
import { codeShown, type Facts } from '../audit/changes.ts';
import { idFromText, idToText } from '../ids.ts';
import { columnId, idColumn, insertInto, updateWhere } from '../store/columns.ts';
import type { Reads, SqlValue, Statement, Store } from '../store/port.ts';
import { namePattern } from './name-search.ts';
import { readPage, type Slice } from './page.ts';

/** A reactor formula as it is kept. Ids are UUID text, times milliseconds. */
export interface Formula {
  id: string;
  /** The tenant that alone sees it; none for an official formula, which all tenants see. */
  tenantId: string | undefined;
  /** The reactor whose own code this is; none for a formula that any reactor may have. */
  reactorId: string | undefined;
  name: string;
  description: string | undefined;
  sourceTokenType: Wire['TokenType'];
  icon: string | undefined;
  code: string;
  configuration: Wire['FormulaSetting'][];
  requestParameters: Wire['FormulaRequestParameter'][];
  /** Counts the changes. */
  version: number;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

/** What entries of the audit log tell of changes of a formula. */
export const formulaFacts = (formula: Formula): Facts => ({
  shown: { code: codeShown(formula.code) },
  named: {
    name: formula.name,
    description: formula.description,
    icon: formula.icon,
    source_token_type: formula.sourceTokenType,
    configuration: formula.configuration,
    request_parameters: formula.requestParameters,
  },
});

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  reactor_id: Uint8Array | null;
  name: string;
  description: string | null;
  source_token_type: Wire['TokenType'];
  icon: string | null;
  code: string;
  configuration: string;
  request_parameters: string;
  version: number;
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const columns = `tenant_id, id, reactor_id, name, description, source_token_type, icon, code, configuration, request_parameters,
  version, created_at, created_by, modified_at, modified_by`;

/** The nil UUID stands for the vault itself where a tenant's id stands, as it does among the keys (RFC 9562 §5.9). */
export const official = new Uint8Array(16);

/** Who owns a formula, as its row has it. */
export const ownerOf = ({ tenantId }: Pick<Formula, 'tenantId'>): SqlValue =>
  tenantId === undefined ? official : idColumn(tenantId);

const fromRow = (row: Row): Formula => ({
  id: idToText(row.id),
  tenantId: row.tenant_id.some((byte) => byte !== 0) ? idToText(row.tenant_id) : undefined,
  reactorId: columnId(row.reactor_id),
  name: row.name,
  description: row.description ?? undefined,
  sourceTokenType: row.source_token_type,
  icon: row.icon ?? undefined,
  code: row.code,
  configuration: JSON.parse(row.configuration),
  requestParameters: JSON.parse(row.request_parameters),
  version: row.version,
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

/** The row of a formula, without the count of its reactors. */
export const formulaColumns = (formula: Formula) => ({
  tenant_id: ownerOf(formula),
  id: idColumn(formula.id),
  reactor_id: idColumn(formula.reactorId),
  name: formula.name,
  name_lower: formula.name.toLowerCase(),
  description: formula.description ?? null,
  source_token_type: formula.sourceTokenType,
  icon: formula.icon ?? null,
  code: formula.code,
  configuration: JSON.stringify(formula.configuration),
  request_parameters: JSON.stringify(formula.requestParameters),
  version: formula.version,
  created_at: formula.createdAt,
  created_by: idColumn(formula.createdBy),
  modified_at: formula.modifiedAt ?? null,
  modified_by: idColumn(formula.modifiedBy),
});

export const insertFormula = (formula: Formula): Statement =>
  insertInto('reactor_formulas', { ...formulaColumns(formula), uses: 0 });

/** What stands for "the formula is not there (any more)" when a write comes back. */
export const formulaGone = 'formula-gone';

/** Writes a formula over the version it was read at. */
export const updateFormula = (formula: Formula): Statement => {
  const { tenant_id, id, ...changed } = formulaColumns(formula);
  return {
    ...updateWhere('reactor_formulas', changed, { tenant_id, id, version: formula.version - 1 }),
    guard: { changes: 1, otherwise: formulaGone },
  };
};

/**
 * Counts one reactor more (1) or less (-1) that uses a formula. The count stands in the row of the formula, so that deleting a formula
 * and making a reactor of it wait for each other, also in two processes.
 */
export const countUse = (formula: Pick<Formula, 'tenantId' | 'id'>, by: 1 | -1): Statement => ({
  sql: 'update reactor_formulas set uses = uses + ? where tenant_id = ? and id = ?',
  parameters: [by, ownerOf(formula), idColumn(formula.id)],
  guard: { changes: 1, otherwise: formulaGone },
});

/** What stands for "a reactor uses the formula, or it is gone" when a write comes back. */
export const formulaKept = 'formula-kept';

/** Deletes a formula that no reactor uses. */
export const deleteFormula = (formula: Pick<Formula, 'tenantId' | 'id'>): Statement => ({
  sql: 'delete from reactor_formulas where tenant_id = ? and id = ? and uses = 0',
  parameters: [ownerOf(formula), idColumn(formula.id)],
  guard: { changes: 1, otherwise: formulaKept },
});

/** A formula that a tenant sees: its own or an official one, not the code of a reactor. `id` comes from a path or a body and may be any text. */
export const findFormula = async (store: Store, tenantId: string, id: string): Promise<Formula | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<Row>(
    `select ${columns} from reactor_formulas where tenant_id in (?, ?) and id = ? and reactor_id is null`,
    [idColumn(tenantId), official, key],
  );
  return row && fromRow(row);
};

/** The official formula of a name. */
export const findOfficialFormula = async (store: Store, name: string): Promise<Formula | undefined> => {
  const [row] = await store.rows<Row>(
    `select ${columns} from reactor_formulas where tenant_id = ? and name = ? order by created_at limit 1`,
    [official, name],
  );
  return row && fromRow(row);
};

/** The formulas with these ids that reactors of a tenant have. */
export const findFormulas = async (store: Reads, tenantId: string, ids: readonly string[]): Promise<Formula[]> => {
  if (ids.length === 0) return [];
  const rows = await store.rows<Row>(
    `select ${columns} from reactor_formulas
      where tenant_id in (?, ?) and id in (${ids.map(() => '?').join(', ')})`,
    [idColumn(tenantId), official, ...ids.map(idColumn)],
  );
  return rows.map(fromRow);
};

/** The bytes that a formula adds to a page, in SQL. */
export const formulaBytes = (table: string): string =>
  ['description', 'icon', 'code', 'configuration', 'request_parameters']
    .map((column) => `coalesce(octet_length(${table}.${column}), 0)`)
    .join(' + ');

export interface FormulaFilter {
  /** What a name holds, or with `*` all of it. */
  name: string | undefined;
  sourceTokenType: Wire['TokenType'] | undefined;
}

/** Official formulas and those of a tenant, newest first. */
export const listFormulas = async (
  store: Reads,
  tenantId: string,
  { name, sourceTokenType }: FormulaFilter,
  slice: Slice,
): Promise<{ total: number; formulas: Formula[]; after: string | undefined }> => {
  const sql = [
    'tenant_id in (?, ?) and reactor_id is null',
    ...(name === undefined ? [] : ["name_lower like ? escape '!'"]),
    ...(sourceTokenType === undefined ? [] : ['source_token_type = ?']),
  ].join(' and ');
  const parameters = [
    idColumn(tenantId),
    official,
    ...(name === undefined ? [] : [namePattern(name)]),
    ...(sourceTokenType === undefined ? [] : [sourceTokenType]),
  ];
  const list = {
    table: 'reactor_formulas',
    columns,
    bytes: formulaBytes('reactor_formulas'),
    condition: { sql, parameters },
  };
  const { total, rows, after } = await readPage<Row>(store, list, slice);
  return { total, formulas: rows.map(fromRow), after };
};
