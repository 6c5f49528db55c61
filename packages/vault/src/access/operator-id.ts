/**
 * Ids of operators are UUIDs of version 8 (RFC 9562 §5.8), and those of applications of version 7. So whatever notes the id of who did
 * something, the audit log first of all, also tells whether that was a person.
 */
const versionAt = 14;

/** The id of a new operator, made of a fresh UUID. */
export const operatorIdOf = (uuid: string): string => `${uuid.slice(0, versionAt)}8${uuid.slice(versionAt + 1)}`;

export const isOperatorId = (id: string): boolean => id.charAt(versionAt) === '8';
