import { expect, it } from 'vitest';
import { readShare } from './share.ts';
import { combineShares } from './split.ts';

/*
 * Shares as they are on paper, any two of which give the octets from 0 to 31. They were computed apart from the code here, from Shamir's
 * scheme over GF(2^8) with the polynomial of AES, and BIP 350. A release that does not read them has lost the data of vaults that
 * nobody can open otherwise.
 */
const shares = [
  'share1pg9scrgpqgp3kkumm03sskyg7pknmmw4j4hza45k77mc7hc0ujwyc8yph8unj7gfzr3f8v',
  'share1pg9scrgzqgp58y8794jwhv2kp4fq3maxw4e6phcvvxe0k8zxexf82tms884gg47g3yqmq2',
  'share1pg9scrgrqgpa030nuy0dxk0hte2a7uvwnnyahhkverdztzcpe3juks22kknerq6dtsjf86',
];

it.each([0, 1, 2])('the two without number %i give the root key', async (left) => {
  const given = shares.filter((_, place) => place !== left).map((text) => readShare(text));
  expect(given.every((share) => share?.need === 2 && share.of === 3)).toBe(true);
  const key = await combineShares(given.filter((share) => share !== undefined));
  expect(key).toEqual(new Uint8Array(32).map((_, place) => place));
});
