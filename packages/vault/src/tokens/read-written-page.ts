import { rulesOf } from '../access/access.ts';
import { actorOf } from '../access/origin.ts';
import { isPageKey } from '../access/page-keys.ts';
import { disclose } from '../access/rules.ts';
import type { MarkedEvent } from '../audit/audit.ts';
import { idToText } from '../ids.ts';
import type { Services } from '../services.ts';
import { markRead } from './audit-token.ts';
import { masked, type Shown } from './read-written.ts';
import { auditReadings, type Reader, type Reading, readInPage, type Slice, searchOf } from './reader.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import { openCost } from './seal.ts';
import type { Condition } from './search/condition.ts';
import { findRows, type Placed } from './search/find-tokens.ts';
import { isMasked } from './view.ts';
import { writeToken } from './write-token.ts';

/** A page of a list, each token as the JSON of the answer. */
export interface WrittenPage extends Placed {
  tokens: string[];
}

/**
 * A page of a list as `readTokens` reads it, with nothing parsed that the vault has written itself (`readWritten`). Tokens of which that is
 * not enough are opened, and given to `write`. Resolves to `undefined`, having done nothing, for sessions and calls of code.
 */
export const readWrittenPage = async (
  services: Services,
  reader: Reader,
  condition: Condition,
  slice: Slice,
  write: (reading: Reading) => string,
): Promise<WrittenPage | undefined> => {
  const { caller, effort, saw } = reader;
  const { tenantId } = caller;
  const actor = actorOf(caller);
  if (caller.session || saw) return undefined;
  const rules = rulesOf(caller);
  const keys = services.keyring.tenant(tenantId);
  const tells = !isPageKey(caller);
  const search = searchOf(services, caller, { condition, by: 'read' }, slice);
  const { rows, ...placed } = await findRows(services.store, effort, search);

  const opened: Reading[] = [];
  const marks: MarkedEvent[] = [];
  const active: { id: string; tenantId: string; activeMonth: number }[] = [];

  const writeRow = async (row: TokenRow): Promise<string> => {
    const { type, classification, impact_level: impactLevel, restriction_policy: restrictionPolicy } = row;
    const lies = { privacy: { classification, impactLevel, restrictionPolicy }, container: row.container };
    const how = disclose(rules, 'read', lies, isMasked({ type, mask: row.mask ?? undefined }));
    const place = { id: idToText(row.id), tenantId };
    let shown: Shown;
    if (how === 'redact') shown = { how, data: 'null' };
    else if (how === 'mask' && row.masked_sealed) {
      const cost = openCost({ data: { box: row.masked_sealed } });
      effort.extend(cost);
      await effort.reserve(cost);
      shown = masked(keys, place, row);
    }
    if (!shown) {
      const reading = await readInPage(services, reader, tokenFromRow(row), how);
      opened.push(reading);
      return write(reading);
    }
    marks.push(markRead(services, { ...place, type }, actor));
    active.push({ ...place, activeMonth: row.active_month });
    services.metrics.tokenRead(type, shown.how);
    const { data, details } = shown;
    return writeToken(row, { ...place, data, details: tells ? details : undefined, fingerprint: tells });
  };

  const tokens: string[] = [];
  for (const row of rows) tokens.push(await writeRow(row));
  await auditReadings(services, reader, opened);
  await services.reads.add(marks);
  await services.active.add(active);
  return { ...placed, tokens };
};
