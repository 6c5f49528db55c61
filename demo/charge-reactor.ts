import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClient, type SaveReactorFormula } from '@tessera/client';

const formula = {
  name: 'Charge an account',
  type: 'private',
  sourceTokenType: 'bank',
  configuration: [{ name: 'ACQUIRER_URL', type: 'string' }],
  requestParameters: [
    { name: 'bank.routing_number', type: 'string' },
    { name: 'bank.account_number', type: 'string' },
    { name: 'amount', type: 'number' },
    { name: 'currency', type: 'string' },
    { name: 'key', type: 'string' },
  ],
} satisfies Omit<SaveReactorFormula, 'code'>;

const name = 'Slow Kiln charges';

export interface ChargeReactorOptions {
  vaultOrigin: string;
  managementKey: string;
  /** Another port at each start, so the reactor is told anew. */
  acquirerUrl: string;
}

/** The reactor by which the shop charges accounts: made when it is missing, else told where the acquirer is now. */
export const chargeReactor = async ({
  vaultOrigin,
  managementKey,
  acquirerUrl,
}: ChargeReactorOptions): Promise<string> => {
  const { reactorFormulas, reactors } = createClient({
    apiBaseUrl: vaultOrigin,
    apiKey: managementKey,
  });
  const code = readFileSync(
    fileURLToPath(new URL('./charge-account.js', import.meta.url)),
    'utf8',
  );
  const configuration = { ACQUIRER_URL: acquirerUrl };
  const wanted = { ...formula, code };

  const [reactor] = (await reactors.list({ name })).data;
  if (reactor) {
    await reactorFormulas.update(reactor.formula.id, wanted);
    await reactors.update(reactor.id, { name, configuration });
    return reactor.id;
  }
  const { id } = await reactorFormulas.create(wanted);
  return (await reactors.create({ name, configuration, formula: { id } })).id;
};
