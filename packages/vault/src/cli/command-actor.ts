import { hostname, userInfo } from 'node:os';
import type { Actor } from '../access/origin.ts';

/** Characters of a name of a user or a machine in an entry. */
const most = 64;

const short = (name: string) => name.slice(0, most);

/** The user whose process this is, as the machine knows it. In a container that may be a number without a name. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
};

/** Who gives a command. Nobody has an id there, so entries of the audit log say which command it was, and who gave it on which machine. */
export const commandActor = (command: string): Actor => ({
  actorId: undefined,
  origin: { from: `command ${command}, ${short(userName())} on ${short(hostname())}` },
});
