import ipaddr from 'ipaddr.js';

/**
 * What one visitor can call from: an IPv4 address, or the first 64 bits of an IPv6 address, because a network of that size is the
 * least that a customer is given (RFC 6177 §2). Text that is no address is returned unchanged.
 */
export const networkOf = (address: string): string =>
  ipaddr.IPv6.isValid(address)
    ? ipaddr.IPv6.parse(address)
        .parts.slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : address;
