import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

/** Addresses of a name, IPv4 and IPv6 mixed; `undefined` for a name that does not exist, `'silence'` for no answer at all. */
export type Zone = (name: string, asked: number) => readonly string[] | 'silence' | undefined;

const types = new Map([
  [1, 'ipv4'],
  [28, 'ipv6'],
]);

const record = (type: number, address: string): Buffer => {
  const data = Buffer.from(ipaddr.parse(address).toByteArray());
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]);
  return Buffer.concat([head, data]);
};

/** The answer to one question (RFC 1035 §4). */
const reply = (query: Buffer, zone: (name: string, type: number) => ReturnType<Zone>): Buffer | undefined => {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const addresses = zone(labels.join('.').toLowerCase(), type);
  if (addresses === 'silence') return undefined;
  const kind = types.get(type);
  const found = (addresses ?? []).filter((address) => ipaddr.parse(address).kind() === kind);
  const flags = addresses ? 0x8180 : 0x8183;
  const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, flags >> 8, flags & 255, 0, 1, 0, found.length, 0, 0, 0, 0]);
  return Buffer.concat([head, query.subarray(12, at + 5), ...found.map((address) => record(type, address))]);
};

/** A name server on this machine that answers from a function; the function is told how often the name was asked before. */
export const startNameServer = async (zone: Zone) => {
  const socket = createSocket('udp4');
  const asked = new Map<string, number>();
  socket.on('message', (query, from) => {
    const answer = reply(query, (name, type) => {
      const before = asked.get(`${name} ${type}`) ?? 0;
      asked.set(`${name} ${type}`, before + 1);
      return zone(name, before);
    });
    if (answer) socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    /** Questions so far, over all names. */
    questions: () => [...asked.values()].reduce((sum, count) => sum + count, 0),
    close: () => {
      socket.close();
    },
  };
};
