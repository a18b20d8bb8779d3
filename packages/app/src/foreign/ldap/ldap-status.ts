import type { Instant, NewUser } from '@keepsake/domain'
import { timeOf } from '../record/values.ts'
import type { Attributes } from './ldap-attributes.ts'

/** Microsoft counts 100 ns since 1601. */
const epochOf1601 = 11_644_473_600_000
const never = '9223372036854775807'

/** A time of an attribute: of LDAP, or a count of Active Organization. What is neither is lost by name. */
export const timeIn = (attributes: Attributes, name: string): Instant | undefined => {
  const text = attributes.one(name, 'no_place')
  if (text === undefined || text === '0' || text === never) return undefined
  if (/^1[23]\d{16}$/u.test(text)) return Math.round(Number(text.slice(0, -4)) - epochOf1601)
  const time = timeOf(text)
  if (typeof time !== 'number') attributes.lose('no_place', name)
  return typeof time === 'number' ? time : undefined
}

/** Disabled by Active Organization, 389 Organization Server and FreeIPA, or locked for good by OpenLDAP's policy. */
export const statusIn = (attributes: Attributes, now: Instant): NewUser => {
  const control = Number(attributes.one('useraccountcontrol', 'no_place') ?? '0')
  if (!Number.isSafeInteger(control) || control < 0) attributes.lose('no_place', 'useraccountcontrol')
  const isDisabled = Number.isSafeInteger(control) && (control & 2) !== 0
  const isLocked = flagIn(attributes, 'nsaccountlock')
  const lockedAt = attributes.one('pwdaccountlockedtime', 'no_place')
  const isLockedForGood = lockedAt?.startsWith('000001010000') === true
  if (lockedAt !== undefined && !isLockedForGood) attributes.lose('short_lived', 'pwdaccountlockedtime')
  const expires = timeIn(attributes, 'accountexpires')
  if (expires !== undefined && expires > now) attributes.lose('no_place', 'accountexpires')
  const isExpired = expires !== undefined && expires <= now
  const mustChange =
    flagIn(attributes, 'pwdreset') ||
    (Number.isSafeInteger(control) && (control & 0x80_0000) !== 0) ||
    attributes.all('pwdlastset')[0] === '0'
  return {
    ...((isDisabled || isLocked || isLockedForGood || isExpired) && { status: 'Suspended' }),
    ...(mustChange && { resetPasswordOnFirstLogin: true }),
  }
}

/** A flag of LDAP. What is none is lost by name. */
const flagIn = (attributes: Attributes, name: string): boolean => {
  const text = attributes.one(name, 'no_place')?.toUpperCase()
  if (text !== undefined && text !== 'TRUE' && text !== 'FALSE') attributes.lose('no_place', name)
  return text === 'TRUE'
}
