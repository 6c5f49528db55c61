import type { Wire } from '@tessera/contract';
import { idFromText, idToText } from '../ids.ts';
import type { Sealed } from '../keys/port.ts';
import { columnId, idColumn, insertInto, versionedRows } from '../store/columns.ts';
import type { Reads, SqlValue, Statement, Store } from '../store/port.ts';
import { type Formula, formulaBytes, ownerOf } from './formulas.ts';
import { namePattern } from './name-search.ts';
import { readPage, type Slice } from './page.ts';

/** A reactor as it is kept. Ids are UUID text, times milliseconds. Its configuration stands in it sealed. */
export interface Reactor {
  id: string;
  tenantId: string;
  name: string;
  formulaId: string;
  /** As which its code may use the vault. */
  applicationId: string | undefined;
  /** Counts the changes; part of what the seal is bound to. */
  version: number;
  configuration: Sealed;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  name: string;
  formula_id: Uint8Array;
  application_id: Uint8Array | null;
  version: number;
  kek_version: number;
  wrapped_dek: Uint8Array;
  sealed: Uint8Array;
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const columns = `tenant_id, id, name, formula_id, application_id, version, kek_version, wrapped_dek, sealed, created_at,
  created_by, modified_at, modified_by`;

const fromRow = (row: Row): Reactor => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  name: row.name,
  formulaId: idToText(row.formula_id),
  applicationId: columnId(row.application_id),
  version: row.version,
  configuration: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

/** The row of a reactor. */
export const reactorColumns = (reactor: Reactor, formula: Pick<Formula, 'tenantId'>) => ({
  tenant_id: idColumn(reactor.tenantId),
  id: idColumn(reactor.id),
  name: reactor.name,
  name_lower: reactor.name.toLowerCase(),
  formula_tenant_id: ownerOf(formula),
  formula_id: idColumn(reactor.formulaId),
  application_id: idColumn(reactor.applicationId),
  version: reactor.version,
  kek_version: reactor.configuration.kekVersion,
  wrapped_dek: reactor.configuration.wrappedDek,
  sealed: reactor.configuration.box,
  created_at: reactor.createdAt,
  created_by: idColumn(reactor.createdBy),
  modified_at: reactor.modifiedAt ?? null,
  modified_by: idColumn(reactor.modifiedBy),
});

/** The reactors of a tenant that run a formula, newest first. */
export const reactorsOfFormula = async (
  store: Reads,
  tenantId: string,
  formula: Pick<Formula, 'tenantId' | 'id'>,
  most: number,
): Promise<{ id: string; name: string }[]> => {
  const rows = await store.rows<Pick<Row, 'id' | 'name'>>(
    `select id, name from reactors where formula_tenant_id = ? and formula_id = ? and tenant_id = ?
      order by created_at desc, id desc limit ${most}`,
    [ownerOf(formula), idColumn(formula.id), idColumn(tenantId)],
  );
  return rows.map(({ id, name }) => ({ id: idToText(id), name }));
};

export const insertReactor = (reactor: Reactor, formula: Formula): Statement =>
  insertInto('reactors', reactorColumns(reactor, formula));

/** What stands for "somebody changed or deleted the reactor meanwhile" when a write comes back. */
export const reactorOvertaken = 'reactor-overtaken';

const rows = versionedRows('reactors', reactorOvertaken);

/** Writes a reactor over the version it was read at. */
export const updateReactor = (reactor: Reactor, formula: Formula): Statement =>
  rows.update(reactorColumns(reactor, formula), reactor.version - 1);

export const deleteReactor = rows.remove;

/** `id` comes from a path and may be any text. */
export const findReactor = async (store: Store, tenantId: string, id: string): Promise<Reactor | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<Row>(`select ${columns} from reactors where tenant_id = ? and id = ?`, [
    idColumn(tenantId),
    key,
  ]);
  return row && fromRow(row);
};

export interface ReactorFilter {
  /** Those that are no UUIDs match nothing. */
  ids: readonly string[] | undefined;
  /** What a name holds, or with `*` all of it. */
  name: string | undefined;
  /** The type of token that the formula is for. */
  sourceTokenType: Wire['TokenType'] | undefined;
}

interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

const conditionOf = (tenantId: string, { ids, name, sourceTokenType }: ReactorFilter): Condition => {
  const wanted = ids?.flatMap((id) => idFromText(id) ?? []);
  const parts: Condition[] = [{ sql: 'tenant_id = ?', parameters: [idColumn(tenantId)] }];
  if (wanted?.length === 0) parts.push({ sql: '1 = 0', parameters: [] });
  else if (wanted) parts.push({ sql: `id in (${wanted.map(() => '?').join(', ')})`, parameters: wanted });
  if (name !== undefined) parts.push({ sql: "name_lower like ? escape '!'", parameters: [namePattern(name)] });
  if (sourceTokenType !== undefined) {
    parts.push({
      sql: `exists (select 1 from reactor_formulas f where f.tenant_id = reactors.formula_tenant_id
        and f.id = reactors.formula_id and f.source_token_type = ? and f.reactor_id is null)`,
      parameters: [sourceTokenType],
    });
  }
  return {
    sql: parts.map(({ sql }) => sql).join(' and '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

/** What a reactor adds to a page: its configuration, and its formula, which it is shown with. */
const bytes = `octet_length(sealed) + (select ${formulaBytes('f')} from reactor_formulas f
  where f.tenant_id = reactors.formula_tenant_id and f.id = reactors.formula_id)`;

/** The reactors of a tenant, newest first. */
export const listReactors = async (
  store: Reads,
  tenantId: string,
  filter: ReactorFilter,
  slice: Slice,
): Promise<{ total: number; reactors: Reactor[]; after: string | undefined }> => {
  const list = { table: 'reactors', columns, bytes, condition: conditionOf(tenantId, filter) };
  const { total, rows, after } = await readPage<Row>(store, list, slice);
  return { total, reactors: rows.map(fromRow), after };
};
