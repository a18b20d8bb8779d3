import { describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../../../packages/adapters/src/notify/webhook/public-address.ts'

/** The first, last and next addresses of the ranges are where a mask is easily wrong. */
describe('an address that nobody but we can be asked at is not public', () => {
  // IANA IPv4 and IPv6 Special-Purpose Address Registries, https://www.iana.org/assignments/iana-ipv4-special-registry
  test.each([
    ['0.0.0.0', '0.255.255.255'],
    ['10.0.0.0', '10.255.255.255'],
    ['100.64.0.0', '100.127.255.255'],
    ['127.0.0.0', '127.255.255.255'],
    ['169.254.0.0', '169.254.169.254', '169.254.255.255'],
    ['172.16.0.0', '172.31.255.255'],
    ['192.0.0.0', '192.0.0.9', '192.0.0.255'],
    ['192.0.2.0', '192.0.2.255'],
    ['192.31.196.1'],
    ['192.52.193.1'],
    ['192.88.99.1'],
    ['192.168.0.0', '192.168.255.255'],
    ['192.175.48.1'],
    ['198.18.0.0', '198.19.255.255'],
    ['198.51.100.7'],
    ['203.0.113.7'],
    ['224.0.0.0', '239.255.255.255'],
    ['240.0.0.0', '255.255.255.255'],
    ['::', '::1', '::2'],
    // Compatible with IPv4, mapped, and translated: the same address, written otherwise.
    ['::7f00:1', '::127.0.0.1', '::10.0.0.1', '::a9fe:a9fe', '::8.8.8.8'],
    ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:0:127.0.0.1', '::ffff:0:0:1'],
    ['64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::1', '64:ff9b:1:ffff::1'],
    ['100::', '100::1', '100:0:0:1::1'],
    [
      '2001::',
      '2001:0:4136:e378:8000:63bf:3fff:fdd2',
      '2001:1::1',
      '2001:2::1',
      '2001:10::1',
      '2001:20::1',
      '2001:1ff:ffff::1',
    ],
    ['2001:db8::1', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2002::', '2002:7f00:1::', '2002:a00:1::1', '2002:c0a8:101::1'],
    ['2620:4f:8000::1'],
    ['3fff::1', '3fff:fff:ffff::1'],
    ['5f00::1'],
    ['2606:4700::5efe:7f00:1', '2606:4700::200:5efe:10.0.0.1'],
    ['fc00::1', 'fdff:ffff::1', 'fd00:ec2::254'],
    ['fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1'],
    ['ff02::1', 'ff0e::1'],
    ['1::', '4000::1', '8000::1', 'e000::1'],
    ['', 'localhost', '8.8.8', '08.8.8.8', '8.8.8.8.8', '0x8.8.8.8', '2606:4700::1%eth0', ' 8.8.8.8'],
  ])('%s', (...addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false])
  })
})

test('an address that anybody can be asked at is public', () => {
  const addresses = [
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '203.0.112.255',
    '203.0.114.0',
    '223.255.255.255',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2003::1',
    '2606:4700:4700::1111',
    '2620:4f:8001::1',
    '2a00:1450:4001::5efe',
    '3ffe:ffff::1',
  ]
  for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, true])
})
