import ipaddr from 'ipaddr.js';

/**
 * What one visitor can call from: an IPv4 address, or the first 64 bits of an IPv6 address, because a network of that size is the
 * least that a customer is given (RFC 6177 §2). Text that is no address is returned unchanged.
 */
export const networkOf = (address: string): string => {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  // What a translator makes of IPv4 addresses (RFC 6052, RFC 8215): each is one client, and all begin with the same 64 bits.
  if (parsed.range() === 'rfc6052') return parsed.toString();
  const network = parsed.parts.slice(0, 4);
  return network.map((part) => part.toString(16)).join(':');
};
