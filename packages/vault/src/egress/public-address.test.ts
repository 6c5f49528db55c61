import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

const special: Record<string, string[]> = {
  'this machine and this network': ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1'],
  'private networks': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
  'networks shared behind a carrier': ['100.64.0.1', '100.127.255.254'],
  'link-local addresses, where metadata services are': [
    '169.254.169.254',
    '169.254.170.2',
    'fe80::1',
    'fe80::a9fe:a9fe',
  ],
  'metadata services elsewhere': ['100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254'],
  documentation: [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '2001:db8::1',
    '3fff::1',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
  benchmarks: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'multicast and broadcast': ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1', 'ff0e::1'],
  'reserved blocks': [
    '192.0.0.1',
    '192.88.99.1',
    '240.0.0.1',
    '192.31.196.1',
    '192.31.196.255',
    '192.52.193.1',
    '192.175.48.1',
    '4000::1',
    '5f00::1',
  ],
  'IPv4 inside IPv6, mapped or compatible': [
    '::ffff:127.0.0.1',
    '::ffff:93.184.216.34',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
  ],
  'IPv4 behind NAT64': ['64:ff9b::7f00:1', '64:ff9b::5db8:d822', '64:ff9b:1::a00:1'],
  '6to4, Teredo and ISATAP': [
    '2002:7f00:1::1',
    '2002:5db8:d822::1',
    '2001:0:5db8:d822::1',
    '2606:2800::5efe:a00:1',
    '2606:2800::200:5efe:a00:1',
  ],
  'other special IPv6 blocks': ['100::1', '2001:10::1', '2001:20::1', '2001:3::1', '2620:4f:8000::1'],
  'texts that are no address': [
    '',
    'localhost',
    '1.1',
    '0x7f000001',
    '0177.0.0.1',
    'fe80::1%eth0',
    '2606:2800:220:1::1%eth0',
    '1.1.1.1 ',
  ],
};

describe('a public address', () => {
  it.each(Object.entries(special))('is none of %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('is one of the open internet, in both families', () => {
    const open = [
      '1.1.1.1',
      '93.184.216.34',
      '100.63.255.255',
      '100.128.0.1',
      '172.32.0.1',
      '2606:2800:220:1::1',
      '2a00:1450::1',
    ];
    expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  });
});
