import { userId, userStatuses } from '@keepsake/domain'
import {
  goodForMs,
  isPasswordTokenInForce,
  isPasswordTokenOf,
  makePasswordToken,
  type PasswordTokenKind,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aCredential, aFullUser } from '../../builders/users.ts'

const kinds: Record<PasswordTokenKind, true> = {
  password_ticket: true,
  password_reset: true,
  account_activation: true,
  sign_in_ticket: true,
}
const now = 1_700_000_000_000
const user = aFullUser({ status: 'Activated' })
const present = aCredential(userId(user.id), { setAt: 1000 })

describe.each(Object.keys(kinds) as PasswordTokenKind[])('a token of the kind %s', (kind) => {
  const token = makePasswordToken(kind, present, now)

  it('is good from when it is issued until its time has come', () => {
    expect(isPasswordTokenInForce(kind, token, now)).toBe(true)
    expect(isPasswordTokenInForce(kind, token, now + goodForMs[kind] - 1)).toBe(true)
    expect(isPasswordTokenInForce(kind, token, now + goodForMs[kind])).toBe(false)
  })

  it('is not good if it was issued further ahead than two clocks may differ', () => {
    expect(isPasswordTokenInForce(kind, token, now - 60_000)).toBe(true)
    expect(isPasswordTokenInForce(kind, token, now - 60_001)).toBe(false)
  })
})

describe('a token', () => {
  const token = makePasswordToken('password_reset', present, now)

  it('belongs to the password that it was made for, whatever its hash', () => {
    const stronger = { ...present, hash: { format: 'argon2id', cost: '', encoded: 'other' } }
    expect(isPasswordTokenOf(token, user, present)).toBe(true)
    expect(isPasswordTokenOf(token, user, stronger)).toBe(true)
    expect(isPasswordTokenOf(token, user, { ...present, setAt: 1001 })).toBe(false)
    expect(isPasswordTokenOf(token, user, undefined)).toBe(false)
  })

  it('for a first password belongs to a user as long as there is none', () => {
    const first = makePasswordToken('account_activation', undefined, now)
    expect(isPasswordTokenOf(first, user, undefined)).toBe(true)
    expect(isPasswordTokenOf(first, user, present)).toBe(false)
  })

  it('belongs to a user who may sign in', () => {
    expect(
      userStatuses.filter((status) => isPasswordTokenOf(token, { ...user, status }, present)),
    ).toStrictEqual(['Activated'])
  })

  it('belongs to a user who still has the address that it was sent to', () => {
    const sent = makePasswordToken('password_reset', present, now, { sentTo: user.email!.address })
    const { email, ...moved } = user
    expect(isPasswordTokenOf(sent, user, present)).toBe(true)
    expect(isPasswordTokenOf(sent, moved, present)).toBe(false)
    expect(email).toBeDefined()
  })
})
