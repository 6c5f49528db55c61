import { contract, type Reply } from '@tessera/contract';
import { rulesOf } from '../access/access.ts';
import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import { written } from '../http/written-json.ts';
import { invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { asProperty } from '../tokens/expression-errors.ts';
import { readWrittenPage } from '../tokens/read-written-page.ts';
import { type Looking, type Reading, readTokens } from '../tokens/reader.ts';
import { compileSearch } from '../tokens/search/compile.ts';
import { allOf, anyOf, anything, type Condition } from '../tokens/search/condition.ts';
import { readCursor } from '../tokens/search/cursor.ts';
import { parseSearch } from '../tokens/search/parse.ts';
import { searchedInPlain } from '../tokens/search/reachable.ts';
import { SearchError } from '../tokens/search/search-error.ts';
import { hasAnyId, hasFingerprint, hasMetadata, hasType, inContainer } from '../tokens/search/terms.ts';
import type { TokenTypeName } from '../tokens/token-types.ts';
import { viewToken } from '../tokens/view.ts';
import { pageView } from './pagination.ts';

/** Redacted data is null where a token is read, and absent where one is created (docs/architecture.md §3.4). */
export const viewReading = ({ token, data = null, details }: Reading, caller: Caller) =>
  viewToken(token, caller, { data, details });

/** The filters of a list as one condition; a token has to meet all of them. */
interface Filter {
  id?: readonly string[] | undefined;
  type?: readonly TokenTypeName[] | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
  fingerprint?: string | undefined;
  /** A container, which stands for those below it too. */
  container?: string | undefined;
}

export const filterCondition = ({ id, type, metadata = {}, fingerprint, container }: Filter): Condition =>
  allOf([
    id ? hasAnyId(id) : anything,
    type ? anyOf(type.map(hasType)) : anything,
    fingerprint === undefined ? anything : hasFingerprint(fingerprint),
    container === undefined ? anything : inContainer({ value: container, prefix: true }),
    ...Object.entries(metadata).map(([key, value]) => hasMetadata(key, value)),
  ]);

/** Parses a search query to a condition; an empty query matches every token. Throws 400 that names the column. */
export const searchCondition = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  query: string,
): Promise<Condition> => {
  const rules = rulesOf(caller);
  try {
    const parsed = parseSearch(query);
    if (!parsed) return anything;
    const searcher = { keys: services.keyring.tenant(caller.tenantId), effort, plain: searchedInPlain(rules) };
    return await asProperty(['query'], () => effort.run(() => compileSearch(parsed, searcher)));
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    throw invalid('query', `${error.message} (column ${error.column})`);
  }
};

type Page = Reply<typeof contract.tokens.list>;

interface PageRequest {
  page: number;
  size: number;
  start?: string | undefined;
}

/** The page that a request asks for. Throws 400. */
const pageOf = ({ start, ...asked }: PageRequest) => {
  const cursor = start === undefined ? undefined : readCursor(start);
  if (start !== undefined && !cursor) throw invalid('start', 'Must be the pagination.after of a page.');
  const page = cursor ? { ...asked, page: 1 } : asked;
  return { page, slice: { limit: page.size, offset: (page.page - 1) * page.size, cursor } };
};

type Asked = Pick<Context, 'caller' | 'effort' | 'saw' | 'header'>;

/** A page of tokens that are looked for and that the caller may see, as the API shows it. Throws 400. */
export const tokenPage = async <View>(
  services: Services,
  { caller, effort, saw, header }: Asked,
  looking: Looking,
  request: PageRequest,
  view: (reading: Reading, caller: Caller) => View,
) => {
  const { page, slice } = pageOf(request);
  const { total, atLeast, readings, after } = await readTokens(services, { caller, effort, saw }, looking, slice);
  if (atLeast) header('BT-TOTAL', 'at-least');
  const views = readings.map((reading) => view(reading, caller));
  return pageView(page, total, views, after);
};

/** A token of a page that is written. */
export const writeReading = (caller: Caller) => (reading: Reading) =>
  JSON.stringify(contract.tokens.retrieve.response.parse(viewReading(reading, caller)));

/** A page of which each token is written already. */
export const writtenPage = <Page extends { pagination: object }>(
  pagination: Page['pagination'],
  tokens: readonly string[],
): Page => written(`{"pagination":${JSON.stringify(pagination)},"data":[${tokens.join(',')}]}`);

/** A page of a list, as `tokenPage` shows it. */
export const listPage = async (services: Services, asked: Asked, condition: Condition, request: PageRequest) => {
  const { caller, header } = asked;
  const { page, slice } = pageOf(request);
  const found = await readWrittenPage(services, asked, condition, slice, writeReading(caller));
  if (!found) return await tokenPage(services, asked, { condition, by: 'read' }, request, viewReading);
  if (found.atLeast) header('BT-TOTAL', 'at-least');
  const { pagination } = pageView(page, found.total, [], found.after);
  return writtenPage<Page>(pagination, found.tokens);
};
