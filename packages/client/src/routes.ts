import { contract, type SlimContract, slim } from '@tessera/contract';

// A bundle carries the value, not the way to it: the build replaces this module by the routes as a literal.
export const routes: SlimContract = slim(contract);
