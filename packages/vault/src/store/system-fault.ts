/** What codes of the operating system mean for whoever has named the file or folder. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'part of its path is not a folder',
  EEXIST: 'something else has its name',
  EISDIR: 'it is a folder',
  EACCES: 'the user that runs this has no right to it, or to a folder above it',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
};

/** The code of an error of the operating system. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** The same in words: `the disk is full (ENOSPC)`. */
export const systemFault = (error: unknown): string => {
  const code = systemCode(error);
  return `${meanings[code] ?? 'the system refuses it'} (${code})`;
};
