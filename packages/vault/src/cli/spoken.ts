import { AllowedOriginsError } from '../access/allowed-origins.ts';
import { DestinationsError } from '../egress/allow-list.ts';
import { KeyDestroyedError, RootKeyError, TamperedError } from '../keys/errors.ts';
import { TrustedProxiesError } from '../node/client-address.ts';
import { NotBuiltError } from '../pages/files.ts';
import { DataDirError } from '../storage/data-dir.ts';
import { DatabaseStateError } from '../storage/database.ts';
import { StoreError } from '../store/errors.ts';
import { CommandError } from './command-error.ts';

/** Errors whose messages are written for the user of the command line. */
const spoken = [
  AllowedOriginsError,
  CommandError,
  DatabaseStateError,
  DataDirError,
  DestinationsError,
  KeyDestroyedError,
  NotBuiltError,
  RootKeyError,
  StoreError,
  TamperedError,
  TrustedProxiesError,
];

/** Whether the message of an error may be shown to the operator. Other messages may quote a value. */
export const isSpoken = (error: unknown): error is Error =>
  error instanceof Error && spoken.some((kind) => error instanceof kind);
