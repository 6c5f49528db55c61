import { wireTime } from '../times.ts';

/** What tokens hold in the model, and how their mask shows it; written out, so that the vault cannot agree with itself. */
export const masked = { one: 'XXe', two: 'XXo', six: 'XXx' } as const;

export type Value = keyof typeof masked;
export type Level = 'low' | 'high';

/** What a request says of a new token. */
export interface Wanted {
  value: Value;
  level: Level;
  color?: string | undefined;
  alias?: string | undefined;
  deduplicate: boolean;
  /** Seconds until it expires. */
  lives?: number | undefined;
}

/** What a request changes; null takes away. */
export interface Patch {
  value?: Value | undefined;
  level?: Level | undefined;
  color?: string | null | undefined;
  deduplicate: boolean;
  lives?: number | null | undefined;
}

/** A token that was made, also when it is not there any more. */
export interface Known extends Pick<Wanted, 'value' | 'level' | 'color'> {
  /** Under which callers know it; the vault draws it where the request has no alias. */
  id: string | undefined;
  createdAt: number;
  modifiedAt: number;
  expiresAt: number | undefined;
  deleted: boolean;
}

/** What a key sees in plaintext: tokens of its level and below. */
export const inPlain = (reader: Level, { level }: Pick<Known, 'level'>): boolean =>
  reader === 'high' || level === 'low';

/** The simplest vault that could work: a list of tokens and one of pairs. Milliseconds; `start` is when it begins. */
export const tokenModel = (start: number) => {
  const made: Known[] = [];
  let pairs: [parent: Known, child: Known][] = [];
  let now = start;
  const audit = { create: 0, read: 0, update: 0, delete: 0 };

  const isLive = ({ deleted, expiresAt }: Known) => !deleted && (expiresAt === undefined || expiresAt > now);
  const live = () => made.filter(isLive);
  const at = (id: string) => live().find((known) => known.id === id);
  const oldest = (value: Value) => live().find((known) => known.value === value);
  const until = (seconds: number | null | undefined) => (seconds ? now + seconds * 1000 : undefined);

  /** 201 and a new token, 200 and the one that was there, or 409. */
  const create = ({ value, level, color, alias, deduplicate, lives }: Wanted) => {
    const there = deduplicate ? oldest(value) : undefined;
    if (there) return { status: 200, token: there };
    if (alias !== undefined && at(alias)) return { status: 409 };
    const token: Known = {
      ...{ id: alias, value, level, color, createdAt: now, modifiedAt: now },
      ...{ expiresAt: until(lives), deleted: false },
    };
    made.push(token);
    audit.create += 1;
    return { status: 201, token };
  };

  const update = (id: string, { value, level, color, deduplicate, lives }: Patch) => {
    const token = at(id);
    if (!token) return { status: 404 };
    if (token.level === 'high' && level === 'low') return { status: 400 };
    if (deduplicate && value !== undefined && value !== token.value && oldest(value)) return { status: 409 };
    token.value = value ?? token.value;
    token.level = level ?? token.level;
    if (color !== undefined) token.color = color ?? undefined;
    if (lives !== undefined) token.expiresAt = until(lives);
    token.modifiedAt = now;
    audit.update += 1;
    return { status: 200, token };
  };

  const remove = (id: string) => {
    const token = at(id);
    if (!token) return 404;
    token.deleted = true;
    audit.delete += 1;
    return 204;
  };

  const areParentAndChild = (parent: Known, child: Known) => pairs.some(([a, b]) => a === parent && b === child);

  const associate = (parentId: string, childId: string) => {
    const [parent, child] = [at(parentId), at(childId)];
    if (!parent || !child) return 404;
    if (parent === child || areParentAndChild(parent, child)) return 409;
    pairs.push([parent, child]);
    audit.update += 1;
    return 204;
  };

  const part = (parentId: string, childId: string) => {
    const [parent, child] = [at(parentId), at(childId)];
    if (!parent || !child || !areParentAndChild(parent, child)) return 404;
    pairs = pairs.filter(([a, b]) => a !== parent || b !== child);
    audit.update += 1;
    return 204;
  };

  /** What a read shows of it. The data is plaintext, masked or null. */
  const view = (token: Known, reader: Level) => ({
    id: token.id,
    value: token.value,
    data: inPlain(reader, token) ? token.value : masked[token.value],
    level: token.level,
    container: `/general/${token.level}/`,
    color: token.color,
    created_at: wireTime(token.createdAt),
    modified_at: wireTime(token.modifiedAt),
    expires_at: token.expiresAt === undefined ? undefined : wireTime(token.expiresAt),
  });

  /** As answers to reads, which the audit tells of one by one. */
  const show = (tokens: readonly Known[], reader: Level) => {
    audit.read += tokens.length;
    return tokens.map((token) => view(token, reader));
  };

  return {
    made,
    at,
    create,
    update,
    remove,
    associate,
    part,
    view,
    show,
    /** Tokens that an answer to something else has shown. */
    readThrough: (tokens: number) => {
      audit.read += tokens;
    },
    /** Newest first. */
    find: (meets: (token: Known) => boolean) => live().filter(meets).toReversed(),
    children: (parent: Known) =>
      live()
        .filter((child) => areParentAndChild(parent, child))
        .toReversed(),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    /** Rows of the audit once everything that has expired was swept. */
    audited: () => ({
      ...audit,
      delete: audit.delete + made.filter((token) => !token.deleted && !isLive(token)).length,
    }),
  };
};
