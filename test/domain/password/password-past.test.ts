import type { GivenPasswordPast, GivenTime } from '@keepsake/domain'
import { originOf, parsePasswordPast } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../issues.ts'

const now = Date.UTC(2026, 0, 31)
const minute = 60_000
const parse = (given: GivenPasswordPast & { readonly createdAt?: GivenTime }) => parsePasswordPast(given, now)
const issues = (given: Parameters<typeof parse>[0]) => issuesOf(parse(given))
const origin = { source: 'auth0-prod', digest: 'k1.abc' }

describe('what a password was in another system', () => {
  it('is when it was set, and where it comes from', () => {
    const setAt = now - minute
    expect(parse({ passwordOrigin: origin, passwordSetAt: setAt })._unsafeUnwrap()).toEqual({ setAt, origin })
    expect(parse({ passwordSetAt: '2020-01-01' })._unsafeUnwrap()).toEqual({ setAt: Date.UTC(2020) })
    expect(parse({})._unsafeUnwrap()).toEqual({})
  })

  it('has a time in the past, and none before the user was created', () => {
    expect(issues({ passwordSetAt: 'yesterday' })).toEqual(['passwordSetAt time.malformed'])
    for (const passwordSetAt of [0, 1_700_000_000, now + 6 * minute])
      expect(issues({ passwordSetAt })).toEqual(['passwordSetAt time.implausible'])
    expect(issues({ passwordSetAt: now - 6 * minute, createdAt: now })).toEqual([
      'passwordSetAt user.time_before_creation',
    ])
    expect(issues({ passwordSetAt: now - 5 * minute, createdAt: now })).toEqual([])
    expect(issues({ passwordSetAt: now, createdAt: 'never' })).toEqual([])
  })

  it('has a source with a name and bounded texts', () => {
    expect(issues({ passwordOrigin: { source: '', digest: '' } })).toEqual([
      'passwordOrigin.source password.origin_field_empty',
      'passwordOrigin.digest password.origin_field_empty',
    ])
    expect(issues({ passwordOrigin: { source: 'x'.repeat(129), digest: 'x'.repeat(257) } })).toEqual([
      'passwordOrigin.source text.too_long',
      'passwordOrigin.digest text.too_long',
    ])
    expect(issues({ passwordOrigin: { source: 'a\nb' } })).toEqual([
      'passwordOrigin.source text.control_character',
    ])
  })
})

describe('the origin of a new user’s password', () => {
  it('is the other system if the hash is kept, or if a source is named', () => {
    expect(originOf(true, undefined, now)).toEqual({ kind: 'moved', at: now })
    expect(originOf(true, origin, now)).toEqual({ kind: 'moved', at: now, ...origin })
    expect(originOf(false, origin, now)).toEqual({ kind: 'moved', at: now, ...origin })
  })

  it('is here for every other one', () => {
    expect(originOf(false, undefined, now)).toEqual({ kind: 'here' })
  })
})
