import { userId } from '@keepsake/domain'
import { isDeviceTokenInForce, isDeviceTokenOf, type DeviceTokenContent } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aCredential } from '../../builders/users.ts'

const now = 1_700_000_000_000
const token: DeviceTokenContent = { account: 'bob', issuedAt: now, setAt: 1000, device: 'd' }
const day = 24 * 60 * 60_000

describe('a device token', () => {
  it('is good for 90 days', () => {
    expect(isDeviceTokenInForce(token, now)).toBe(true)
    expect(isDeviceTokenInForce(token, now + 90 * day - 1)).toBe(true)
    expect(isDeviceTokenInForce(token, now + 90 * day)).toBe(false)
  })

  it('is not good before it was issued, as far as clocks agree, nor without a time', () => {
    expect(isDeviceTokenInForce(token, now - 60_001)).toBe(false)
    expect(isDeviceTokenInForce({ ...token, issuedAt: NaN }, now)).toBe(false)
  })

  it('belongs to the password that the device has signed in with', () => {
    const present = aCredential(userId('bob'), { setAt: 1000 })
    expect(isDeviceTokenOf(token, present)).toBe(true)
    expect(isDeviceTokenOf(token, { ...present, setAt: 1001 })).toBe(false)
    expect(isDeviceTokenOf(token, undefined)).toBe(false)
  })
})
