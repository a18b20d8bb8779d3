import {
  givenBackBy,
  networkAllowance,
  passwordBackoff,
  refusedByBoth,
  repeatAllowance,
  rowsOf,
  strangerBackoff,
  wayOfRepeated,
  waysOf,
  type PasswordAttempt,
  type Way,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const attempt: PasswordAttempt = { account: 'bob', network: '192.0.2.1', isKnown: false, device: undefined }
const lines = (way: Way): readonly string[] => way.map(({ kind, key }) => `${kind}: ${key}`)

const network = 'password-of-network: 192.0.2.1'
const fromThere = 'password: bob 192.0.2.1'
const strangers = 'password-of-strangers: bob'
const device = 'password-of-device: bob phone'

describe('an attempt at a password is counted', () => {
  it.each([
    ['from a new network', {}, [[network, fromThere, strangers]]],
    ['from a network that the user has signed in from', { isKnown: true }, [[network, fromThere]]],
    ['without an address', { network: undefined }, [[strangers]]],
    ['from a device, then like any other', { device: 'phone' }, [[device], [network, fromThere, strangers]]],
    ['from a device without an address', { network: undefined, device: 'phone' }, [[device], [strangers]]],
  ])('%s', (_, more, ways) => {
    expect(waysOf({ ...attempt, ...more }).map(lines)).toStrictEqual(ways)
  })

  it('by limits that suit each counter', () => {
    expect(waysOf(attempt)[0].map(({ limit }) => limit)).toStrictEqual([
      networkAllowance,
      passwordBackoff,
      strangerBackoff,
    ])
  })
})

describe('a password that is sent again is counted', () => {
  it.each([
    ['password', [network, 'password-repeated: bob']],
    ['password-of-network', ['password-repeated-of-network: 192.0.2.1', 'password-repeated: bob']],
    ['password-of-strangers', [network, fromThere, 'password-repeated-of-strangers: bob']],
  ] as const)('after it was refused as %s', (by, way) => {
    expect(lines(wayOfRepeated(attempt, by))).toStrictEqual(way)
  })

  it('without an address by the account alone', () => {
    const nowhere = { ...attempt, network: undefined }
    expect(lines(wayOfRepeated(nowhere, 'password-of-strangers'))).toStrictEqual(['password-repeated: bob'])
  })
})

describe('a right password', () => {
  it('clears the rows of its way, and no allowance', () => {
    expect(lines(rowsOf(waysOf(attempt)[0]))).toStrictEqual([fromThere, strangers])
  })

  it('gives a network back the whole row', () => {
    expect(givenBackBy(waysOf(attempt)[0], 4)).toStrictEqual([
      { kind: 'password-of-network', key: '192.0.2.1', limit: networkAllowance, attempts: 4 },
    ])
  })

  it('gives any other allowance one attempt back', () => {
    const given = givenBackBy(wayOfRepeated(attempt, 'password'), 4)
    expect(given.map(({ kind, attempts }) => [kind, attempts])).toStrictEqual([
      ['password-of-network', 4],
      ['password-repeated', 1],
    ])
    expect(given[1]?.limit).toBe(repeatAllowance)
  })
})

describe('an attempt that two ways refuse', () => {
  it('is refused for the reason of the later one, until the earlier time', () => {
    const byDevice = { by: 'password-of-device', retryAt: 5 } as const
    const byRow = { by: 'password', retryAt: 9 } as const
    expect(refusedByBoth(byDevice, byRow)).toStrictEqual({ by: 'password', retryAt: 5 })
    expect(refusedByBoth(byRow, byDevice)).toStrictEqual({ by: 'password-of-device', retryAt: 5 })
  })
})
