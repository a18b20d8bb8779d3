import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress, networkOf } from '../../../../packages/app/src/use-cases/sign-in/network-of.ts'

describe('the network of an attempt', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
  ])('behind %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })

  test.each([
    undefined,
    '',
    'example.com',
    '192.0.2.7:80',
    '6.6.6.6\nforged',
    // What inet_aton(3) makes of these is not what others read.
    '7',
    '192.0.2',
    '0300.0.2.7',
    '0xc0.0.2.7',
  ])('is unknown where the address is %j', (ip) => {
    expect(networkOf(ip)).toBeUndefined()
    expect(parseAddress(ip)).toBeUndefined()
  })

  test('is unknown where the address is of any length', () => {
    expect(networkOf('1'.repeat(1_000_000))).toBeUndefined()
    expect(networkOf(':'.repeat(1_000_000))).toBeUndefined()
  })

  test('and the address that is remembered are without a zone', () => {
    for (const zone of ['', 'eth0', '\nforged', 'x'.repeat(1_000_000)]) {
      expect(parseAddress(`fe80::1%${zone}`)).toBe('fe80::1')
      expect(networkOf(`fe80::1%${zone}`)).toBe('fe80::/64')
    }
  })

  test('is the same for every address of a network of 64 bits, and for no other', () => {
    // Without those that spell their last 32 bits as IPv4: `::1.2.3.4` has been out of use for long, and is read as IPv4.
    const addresses = fc.ipV6().filter((ip) => !ip.includes('.'))
    fc.assert(
      fc.property(addresses, addresses, (one, other) => {
        const networks = [one, other].map((ip) => networkOf(ip))
        const [network] = networks
        expect(networks[0] === networks[1]).toBe(prefixOf(one) === prefixOf(other))
        expect(network === undefined || network.length <= 64).toBe(true)
      }),
    )
  })
})

/** The first 64 bits, or an IPv4 address that the text stands for, by node's own reading of a URL. */
const prefixOf = (ip: string): string => {
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const gap = tail === undefined ? 0 : 8 - before!.length - after!.length
  const groups = [...before!, ...Array.from({ length: gap }, () => '0'), ...after!]
  const isIpv4 = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
  return (isIpv4 ? groups : groups.slice(0, 4)).join(':')
}
