import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Passes for an ordinary address and is none: Azure's wire server answers every machine there from it, with secrets. */
const wireServer = '168.63.129.16';

/** The only block from which public IPv6 addresses are given out (IANA IPv6 address space). */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** ISATAP (RFC 5214 §6.1): the last 32 bits are an IPv4 address, inside an IPv6 prefix of any kind. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => (Number(parts[4]) & 0xfdff) === 0 && parts[5] === 0x5efe;

const parse = (address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined =>
  isIP(address) === 0 || address.includes('%') ? undefined : ipaddr.parse(address);

/**
 * Whether an address belongs to the open internet. Everything that could lead elsewhere is refused: private, shared and
 * loopback blocks, link-local (metadata services), documentation, benchmarks, multicast, and every IPv6 form that carries an IPv4
 * address (mapped, NAT64, 6to4, Teredo, ISATAP), public or not, since who translates it is not ours to know.
 */
export const isPublicAddress = (address: string): boolean => {
  const parsed = parse(address);
  if (parsed?.range() !== 'unicast' || parsed.toString() === wireServer) return false;
  return parsed instanceof ipaddr.IPv4 || (parsed.match(globalUnicast) && !isIsatap(parsed));
};

/** Whether an address is one that companies give out themselves (RFC 1918, RFC 4193). */
export const isInternalAddress = (address: string): boolean => {
  const range = parse(address)?.range();
  return range === 'private' || range === 'uniqueLocal';
};

/** 127.0.0.0/8 and ::1, in no other notation. */
export const isLoopbackAddress = (address: string): boolean => parse(address)?.range() === 'loopback';

/** Whether two texts name one address; IPv6 has many ways to write one. */
export const isSameAddress = (left: string, right: string | undefined): boolean => {
  const [one, other] = [parse(left), right === undefined ? undefined : parse(right)];
  return one !== undefined && other !== undefined && one.toNormalizedString() === other.toNormalizedString();
};
