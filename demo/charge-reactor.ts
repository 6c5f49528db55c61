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
  /** Has another port after each start, so the reactor is updated then. */
  acquirerUrl: string;
}

/** The id of the reactor that charges bank accounts. Creates it when it is missing, else updates the acquirer's address in it. */
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
  if (reactor?.formula) {
    await reactorFormulas.update(reactor.formula.id, wanted);
    await reactors.update(reactor.id, { name, configuration });
    return reactor.id;
  }
  const { id } = await reactorFormulas.create(wanted);
  return (await reactors.create({ name, configuration, formula: { id } })).id;
};
