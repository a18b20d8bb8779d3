import { unavailable } from '@keepsake/domain'
import { decideBreached, defaultPasswordPolicy } from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'

describe('the word on leaks', () => {
  it('refuses a password that has leaked, be it once, and does not say how often', () => {
    for (const count of [1, 23_597_311])
      expect(decideBreached(ok(count), defaultPasswordPolicy)).toStrictEqual(
        ok([{ code: 'password.breached', path: [] }]),
      )
  })

  it('lets one pass that has not', () => {
    expect(decideBreached(ok(0), { whenLeaksUnknown: 'refuse' })).toStrictEqual(ok([]))
  })

  it('lets the policy decide where nobody can tell; by default the password passes', () => {
    const failure = unavailable('breached-passwords', new Error('timeout'))
    expect(decideBreached(err(failure), defaultPasswordPolicy)).toStrictEqual(ok([]))
    expect(decideBreached(err(failure), { whenLeaksUnknown: 'refuse' })).toStrictEqual(err(failure))
  })
})
