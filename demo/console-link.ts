import { vaultCommand } from './vault-process.ts';

interface Operator {
  operator_id: string;
  passkeys: number;
  revoked_at?: string;
}

/**
 * A link that lets whoever opens it into the console, once, by making a passkey; `undefined` where somebody has made one already. A link
 * that an earlier start printed stops working.
 */
export const consoleLink = async (
  dataDir: string,
  port: number,
): Promise<string | undefined> => {
  const listed: { operators: Operator[] } = await vaultCommand(dataDir, [
    'operators',
    'list',
  ]);
  const current = listed.operators.filter(({ revoked_at }) => revoked_at === undefined);
  if (current.some(({ passkeys }) => passkeys > 0)) return undefined;
  for (const { operator_id } of current)
    await vaultCommand(dataDir, ['operators', 'revoke', '--operator-id', operator_id]);
  const { link } = await vaultCommand(dataDir, [
    ...['operators', 'invite', '--name', 'You', '--role', 'administrator'],
    ...['--all-tenants', '--console-port', `${port}`],
  ]);
  return link;
};
