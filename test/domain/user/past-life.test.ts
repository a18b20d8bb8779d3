import type { NewUser } from '@keepsake/domain'
import { draftUser, makeUser, parsePastTime, parseUserId } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phones } from '../../builders/phones.ts'
import { settings } from '../../builders/settings.ts'
import { issuesOf } from '../issues.ts'

const now = Date.UTC(2026, 0, 31)
const minute = 60_000
const draft = (row: NewUser) => draftUser({ username: 'bob', ...row }, settings, phones, { now })
const issues = (row: NewUser) => issuesOf(draft(row).draft)

const memberships = { departmentIds: [], tenantIds: [] }
const made = (row: NewUser) => makeUser(draft(row).draft._unsafeUnwrap(), memberships, () => 'ours', now).next

describe('the id that a new user brings', () => {
  it.each([
    '6229ffa00000000cade3e3d9',
    '018f3a3e-7c1b-7c7e-9d53-3a1f2b6c7d8e',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    'google-oauth2|1234567890',
    'user_2xYz',
    'john.doe@example.com',
    'A=b+c:d~e',
    '42',
    'x'.repeat(128),
  ])('is kept exactly: %s', (id) => {
    expect(made({ userId: id }).id).toBe(id)
  })

  it.each([
    '',
    ' 42',
    '42 ',
    'a b',
    '.',
    '..',
    '-1',
    '../x',
    'a/b',
    'a,b',
    'a\u0000',
    'a\n',
    'é',
    '４２',
    '<a>',
    "a'b",
    'a%2Fb',
    'x'.repeat(129),
    '\ud800',
  ])('has no character that means something elsewhere: %j', (id) => {
    expect(issues({ userId: id })).toStrictEqual(['userId user.id_malformed'])
  })

  it('is a claim on that id, even if something else of the row is refused', () => {
    const claimed = (row: NewUser) => draft(row).keys.filter(({ key }) => key.namespace === 'id')
    const claim = { field: 'userId', path: ['userId'], key: { namespace: 'id', key: '42' } }
    expect(claimed({ userId: '42' })).toStrictEqual([claim])
    expect(claimed({ userId: '42', email: 'none' })).toStrictEqual([claim])
    expect(claimed({})).toStrictEqual([])
  })

  it('is ours if the row has none', () => {
    expect(made({}).id).toBe('ours')
  })

  it('is read in one way: what is accepted is unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseUserId(text).unwrapOr(text as never)).toBe(text)
      }),
    )
  })
})

describe('the times that a new user brings', () => {
  it('are those of the record', () => {
    const user = made({
      createdAt: '2019-03-04T05:06:07.008Z',
      lastSignInAt: Date.UTC(2025, 11, 24),
      signInsCount: 7,
    })
    expect(user).toMatchObject({
      createdAt: Date.UTC(2019, 2, 4, 5, 6, 7, 8),
      updatedAt: now,
      statusChangedAt: now,
      signIns: { count: 7, lastAt: Date.UTC(2025, 11, 24) },
    })
  })

  it('are now, and nobody has signed in, if the row says nothing', () => {
    expect(made({})).toMatchObject({ createdAt: now, signIns: { count: 0 } })
  })

  it.each([
    'yesterday',
    '',
    '2019-03-04T05:06:07',
    '2019-02-29',
    '2019-03-04 05:06:07Z',
    '1551675967',
    Number.NaN,
    1.5,
    Number.POSITIVE_INFINITY,
  ])('are exact times: not %j', (time) => {
    const row: NewUser = { createdAt: time, lastSignInAt: time }
    expect(issues(row)).toStrictEqual(['createdAt time.malformed', 'lastSignInAt time.malformed'])
  })

  it.each([
    0,
    -1,
    1_700_000_000,
    '0001-01-01T00:00:00Z',
    '1970-01-01',
    now + 6 * minute,
    '2026-02-01',
    Number.MAX_SAFE_INTEGER,
  ])('lie in the past that users can have: not %j', (time) => {
    expect(issues({ createdAt: time })).toStrictEqual(['createdAt time.implausible'])
    expect(issues({ lastSignInAt: time })).toStrictEqual(['lastSignInAt time.implausible'])
  })

  it('may be those of a clock that runs a little ahead', () => {
    expect(made({ createdAt: now + 5 * minute }).createdAt).toBe(now + 5 * minute)
    expect(made({ createdAt: now, lastSignInAt: now - 5 * minute }).signIns.lastAt).toBe(now - 5 * minute)
  })

  it('begin with the creation, if it is given', () => {
    const before = now - 10 * minute
    expect(issues({ createdAt: now, lastSignInAt: before })).toStrictEqual([
      'lastSignInAt user.time_before_creation',
    ])
    expect(issues({ lastSignInAt: before })).toStrictEqual([])
  })

  it('never lie outside the bounds, whatever is given', () => {
    const given = fc.oneof(
      fc.double(),
      fc.maxSafeInteger(),
      fc.string(),
      fc.date().map((date) => date.getTime()),
    )
    fc.assert(
      fc.property(given, (time) => {
        const read = parsePastTime(time, now).unwrapOr(now)
        expect(Number.isSafeInteger(read) && read >= Date.UTC(1971) && read <= now + 5 * minute).toBe(true)
      }),
    )
  })
})

describe('the number of sign-ins that a new user brings', () => {
  it('is whole and bounded', () => {
    for (const count of [-1, 1.5, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY])
      expect(issues({ signInsCount: count })).toStrictEqual(['signInsCount user.sign_ins_count_malformed'])
    expect(made({ signInsCount: 2 ** 31 - 1 }).signIns).toStrictEqual({ count: 2 ** 31 - 1 })
    expect(made({ signInsCount: 0 }).signIns).toStrictEqual({ count: 0 })
  })

  it('is one at least if there was a last one', () => {
    expect(made({ lastSignInAt: now }).signIns).toStrictEqual({ count: 1, lastAt: now })
    expect(issues({ lastSignInAt: now, signInsCount: 0 })).toStrictEqual([
      'signInsCount user.sign_ins_contradicted',
    ])
  })
})

describe('a row without a past', () => {
  it('gives a draft without one', () => {
    expect(draft({}).draft._unsafeUnwrap()).not.toHaveProperty('past')
  })
})
