import { BasisTheory as BasisTheory2022 } from 'bt-sdk-2022';
import { BasisTheory as BasisTheory2025 } from 'bt-sdk-2025';
import type { Casing } from './casing.ts';

/** As much of the vendor's class as both versions have. */
type SdkClass = new () => {
  init(apiKey: string | undefined, options: { apiBaseUrl: string; disableTelemetry?: boolean }): Promise<object>;
};

/** A version of the vendor's SDK as npm has it, and what sets it apart from the documents. */
export interface PublishedSdk {
  version: string;
  /** A ready instance. Its `apiBaseUrl` has to name `localhost`: any other host is called over https. */
  open(apiKey: string | undefined, apiBaseUrl: string): Promise<object>;
  /** Documented services and methods that this version does not have. */
  lacks: readonly string[];
  /** Documented methods that rename keys on their way to the vault which are the user's own, so that other ones come back. */
  distorts: readonly string[];
  casing: Casing;
}

const Sdk2022: SdkClass = BasisTheory2022;
const Sdk2025: SdkClass = BasisTheory2025;

/** One version of the documents' own days, and one of today. */
export const publishedSdks: readonly PublishedSdk[] = [
  {
    version: '1.22.2',
    // It cannot be without a key; an empty one says as much as none.
    open: (apiKey = '', apiBaseUrl) => new Sdk2022().init(apiKey, { apiBaseUrl }),
    lacks: ['logs.listEntityTypes', 'proxy', 'reactors.react', 'sessions', 'tokens.update'],
    distorts: ['atomicBanks.react'],
    casing: {
      keeps: {
        tokens: ['data', 'metadata'],
        atomicBanks: ['metadata'],
        atomicCards: ['metadata'],
        reactors: ['configuration'],
      },
      verbatim: ['atomicBanks.react', 'atomicCards.react', 'tokenize'],
      itemwise: false,
    },
  },
  {
    version: '4.30.2',
    // Without this it tells the vendor of every error.
    open: (apiKey, apiBaseUrl) => new Sdk2025().init(apiKey, { apiBaseUrl, disableTelemetry: true }),
    lacks: [
      'atomicBanks',
      'atomicCards',
      'logs.listEntityTypes',
      'tokens.createAssociation',
      'tokens.createChild',
      'tokens.deleteAssociation',
      'tokens.listChildren',
      'tokens.listDecrypted',
      'tokens.retrieveDecrypted',
    ],
    distorts: [],
    casing: {
      keeps: { tokens: ['data', 'metadata'], reactors: ['configuration'] },
      verbatim: ['proxy', 'reactors.react', 'tokenize'],
      itemwise: true,
    },
  },
];
