import { contract, type SlimContract, slim } from '@tessera/contract';

// The build replaces this module by its value as a literal, so that bundles carry the routes and not the contract and zod.
export const routes: SlimContract = slim(contract);
