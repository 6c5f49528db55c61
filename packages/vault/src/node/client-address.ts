import { BlockList, isIP } from 'node:net';

/** The setting cannot be used. The message says which entry and what to write instead. */
export class TrustedProxiesError extends Error {
  override readonly name = 'TrustedProxiesError';
}

/** Whether an address belongs to a trusted proxy. */
export type Trusted = (address: string) => boolean;

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** On a dual-stack socket, an IPv4 client has an address such as `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2). */
export const plainAddress = (address: string): string => mapped.exec(address)?.[1] ?? address;

const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$|^\[([\da-f:.]+)\](?::\d+)?$/i;

/** An address of the list as it is compared. Some proxies, such as Azure's Application Gateway, write the port of the client too. */
const hopAddress = (hop: string): string => {
  const [, ipv4, ipv6] = withPort.exec(hop) ?? [];
  return plainAddress(ipv4 ?? ipv6 ?? hop);
};

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Reads `10.0.0.0/8, 192.0.2.7, fd00::/8`. Throws `TrustedProxiesError` on anything else. */
export const parseTrustedProxies = (text: string): Trusted => {
  const list = new BlockList();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [address = '', bits, ...rest] = entry.split('/');
    const widest = isIP(address) === 6 ? 128 : 32;
    const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    if (isIP(address) === 0 || !isPrefix || rest.length > 0) {
      throw new TrustedProxiesError(`trusted proxy "${entry}": write an address, or a block such as 10.0.0.0/8`);
    }
    list.addSubnet(address, bits === undefined ? widest : Number(bits), family(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, family(address));
};

/**
 * The address of the real caller. Each proxy appends the address it saw to `X-Forwarded-For`. So the list is read from its end, as
 * long as the proxy that wrote an entry is trusted; entries before that may be forged.
 */
export const clientAddress = (socket: string, forwardedFor: string | undefined, trusted: Trusted): string => {
  let address = plainAddress(socket);
  const hops = forwardedFor?.split(',').map((hop) => hopAddress(hop.trim())) ?? [];
  for (const hop of hops.reverse()) {
    if (!trusted(address) || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
};
