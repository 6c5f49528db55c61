import { usualRate } from '../../packages/vault/src/console/console-services.ts';

/*
 * Loaded before a vault that specs share. They sign in from one address, the faster the machine is, and so more often than one person may.
 */
usualRate.burst = 10_000;
