import { nearest } from '@tessera/contract';
import { idFromText } from '../ids.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/port.ts';
import type { Vault } from '../vault-options.ts';
import type { Live } from './live-settings.ts';
import { type OptionName, options, type Values, variableOf } from './options.ts';
import { settings } from './settings.ts';

interface Served {
  vault: Pick<Vault, 'allowedOrigins'>;
  data: Store;
  clock: () => number;
  log: Log;
}

/** Settings that name tenants, and what comes of a tenant that is not there. */
const naming = {
  'allowed-origins': 'no page gets fields by this entry',
  'allowed-destinations': 'no request goes there by this entry',
} as const;

const namedIn = (text = ''): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/(?<==\s*)[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g));

/** Fields on pages without a tenant are refused where there are several tenants. */
const warnUnpinned = async ({ vault, data, log }: Served): Promise<void> => {
  if (vault.allowedOrigins().pinned || (await data.rows('select id from tenants limit 2')).length < 2) return;
  log.warn(
    {},
    'several tenants: name the tenant of each page in --allowed-origins (ORIGIN=TENANT_ID), or its fields are refused',
  );
};

const warnUnknownTenants = async ({ data, log }: Served, values: Values<keyof typeof naming>): Promise<void> => {
  for (const [setting, effect] of Object.entries(naming) as [keyof typeof naming, string][]) {
    for (const tenantId of namedIn(values[setting])) {
      const rows = await data.rows('select id from tenants where id = ?', [idFromText(tenantId) ?? '']);
      if (rows.length > 0) continue;
      log.warn(
        { settings: [setting], tenant_id: tenantId },
        `there is no such tenant, so ${effect}: "tenants list" shows those that there are`,
      );
    }
  }
};

/** Warns of settings that can be used and do not do what was probably meant. */
export const warnOfSettings = async (
  served: Served,
  values: Values<keyof typeof naming>,
  { certificateUntil }: Pick<Live, 'certificateUntil'>,
): Promise<void> => {
  if (certificateUntil !== undefined && Date.parse(certificateUntil) <= served.clock()) {
    served.log.warn({ certificate_until: certificateUntil }, 'the TLS certificate has expired, so browsers refuse it');
  }
  await warnUnpinned(served);
  await warnUnknownTenants(served, values);
};

const prefix = 'TESSERA_';

/** The variables that hold a key and have no flag. */
const keys = ['TESSERA_ROOT_KEY', 'TESSERA_NEW_ROOT_KEY'];

/** What Kubernetes and Docker set for a service whose name begins like this vault's: `TESSERA_DB_SERVICE_HOST`, `TESSERA_PORT_4100_TCP`. */
const ofServices = /_SERVICE_(?:HOST|PORT)|_PORT_\d+_|_PORT$/;

/** More are not told. */
const most = 20;

/** With it, Node would talk to databases and key services whose certificates nobody vouches for. No command leaves it in place. */
export const unverified = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** Warns of variables that nothing reads: those whose names are almost those of settings, and the one that would end verification. */
export const warnOfVariables = (environment: Readonly<Record<string, string | undefined>>, log: Log): void => {
  const read = new Set([...(Object.keys(options) as OptionName[]).map(variableOf), ...keys]);
  const likely = [...settings.map(variableOf), variableOf('config'), ...keys].map((name) => name.slice(prefix.length));
  const unread = Object.keys(environment).filter((name) => {
    const isOurs = name.toUpperCase().startsWith(prefix);
    return (
      isOurs && !read.has(name) && (read.has(name.toUpperCase()) || !ofServices.test(name.slice(prefix.length - 1)))
    );
  });
  const doubtful = unread.flatMap((name) => {
    const [meant] = nearest(name.slice(prefix.length).toUpperCase(), likely);
    return meant === undefined ? [] : [`${name} is not read. Did you mean ${prefix}${meant}?`];
  });
  if (environment[unverified] === '0') log.warn({}, `${unverified} is not obeyed: certificates are verified`);
  for (const reason of doubtful.slice(0, most)) log.warn({ reason }, 'a variable is almost that of a setting');
};
