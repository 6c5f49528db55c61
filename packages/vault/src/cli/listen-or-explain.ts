import { type ListenOptions, listen, type NodeServer } from '../node/server.ts';
import { CommandError } from './command-error.ts';
import type { OptionName } from './options.ts';

/** The flags that configure a listener. */
export interface ListenFlags {
  host: OptionName;
  port: OptionName;
}

type Wanted = Pick<ListenOptions, 'host' | 'port'>;

/** Why listening failed, by Node's error code. */
const reasons: Readonly<Record<string, (wanted: Wanted, flags: ListenFlags) => string>> = {
  EADDRINUSE: ({ host, port }, flags) =>
    `Port ${port} of ${host} is taken. Stop what holds it, or take another with --${flags.port}.`,
  EACCES: ({ port }, flags) => `This user may not take port ${port}. Take one above 1023 with --${flags.port}.`,
  EADDRNOTAVAIL: ({ host }, flags) => `This machine has no address ${host}. Name one of its own with --${flags.host}.`,
  ENOTSUP: () => 'This system does not let several threads listen on one port. Take --workers 1.',
  ENOTFOUND: ({ host }, flags) => `The name ${host} is unknown. Name an address of this machine with --${flags.host}.`,
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** Listens, or throws a `CommandError` that says which flag to change. */
export const listenOrExplain = async (options: ListenOptions, flags: ListenFlags): Promise<NodeServer> => {
  try {
    return await listen(options);
  } catch (error) {
    const code = codeOf(error);
    const explain = reasons[code];
    if (explain) throw new CommandError(explain(options, flags));
    throw error;
  }
};
