import { userId, type Credential, type PasswordHash } from '@keepsake/domain'
import { changeCredential, lastHashes, nextCredential } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const hashOf = (name: string): PasswordHash => ({ format: 'bcrypt', cost: 'cost=4', encoded: name })
const next = { userId: userId('u1'), hash: hashOf('new'), mustChange: false }
const present: Credential = {
  ...next,
  hash: hashOf('present'),
  setAt: 1000,
  mustChange: true,
  former: [hashOf('last'), hashOf('last but one')],
  origin: { kind: 'moved', at: 900, source: 'auth0-prod' },
}

describe('the credential that takes the place of another', () => {
  it('is the first one of a user who has none', () => {
    expect(nextCredential(undefined, { ...next, mustChange: true }, 5, { history: 3 })).toStrictEqual({
      ...next,
      mustChange: true,
      setAt: 5,
      former: [],
      origin: { kind: 'here' },
    })
  })

  it('has the time and the origin that are given, but is never set before the one before it', () => {
    const origin = { kind: 'moved', at: 5, source: 'auth0-prod' } as const
    const moved = { ...next, origin, setAt: 3 }
    expect(nextCredential(undefined, moved, 5, { history: 0 })).toMatchObject({ setAt: 3, origin })
    expect(nextCredential(present, moved, 5000, { history: 0 })).toMatchObject({ setAt: 1001, origin })
    expect(nextCredential(present, { ...moved, setAt: 4000 }, 5000, { history: 0 }).setAt).toBe(4000)
  })

  it('is set now, and strictly later than the one before it, whatever the clock says', () => {
    for (const [now, setAt] of [
      [5000, 5000],
      [1001, 1001],
      [1000, 1001],
      [3, 1001],
    ] as const)
      expect(nextCredential(present, next, now, { history: 0 }).setAt).toBe(setAt)
  })

  it('takes nothing from the one before it but what is to be remembered', () => {
    expect(nextCredential(present, next, 5000, { history: 0 })).toStrictEqual({
      ...next,
      setAt: 5000,
      former: [],
      origin: { kind: 'here' },
    })
  })

  it.each([
    [0, []],
    [1, []],
    [2, ['present']],
    [3, ['present', 'last']],
    [4, ['present', 'last', 'last but one']],
    [9, ['present', 'last', 'last but one']],
  ])('keeps, where %i are remembered, no hash that nobody will ask for: %j', (history, kept) => {
    const { former } = nextCredential(present, next, 5000, { history })
    expect(former.map(({ encoded }) => encoded)).toStrictEqual(kept)
  })
})

describe('a change of a password', () => {
  it('is the next credential, and the event that tells who has changed it', () => {
    const { next: credential, event } = changeCredential(present, { ...next, by: 'reset' }, 5000, {
      history: 3,
    })
    expect(credential).toStrictEqual(nextCredential(present, next, 5000, { history: 3 }))
    expect(event).toStrictEqual({ type: 'password.changed', userId: 'u1', by: 'reset' })
  })
})

describe('the hashes that a new password must not match', () => {
  it.each([
    [0, []],
    [1, ['present']],
    [2, ['present', 'last']],
    [3, ['present', 'last', 'last but one']],
    [4, ['present', 'last', 'last but one']],
  ])('are the last %i: %j', (history, last) => {
    expect(lastHashes(present, { history }).map(({ encoded }) => encoded)).toStrictEqual(last)
  })

  it('are, after any number of changes, the last ones in their order', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(12), (history, changes) => {
        let credential: Credential | undefined
        for (let n = 0; n <= changes; n += 1)
          credential = nextCredential(credential, { ...next, hash: hashOf(`${n}`) }, 0, { history })
        const all = Array.from({ length: changes + 1 }, (_, n) => `${changes - n}`)
        expect(lastHashes(credential!, { history }).map(({ encoded }) => encoded)).toStrictEqual(
          all.slice(0, history),
        )
        expect(credential!.setAt).toBe(changes)
      }),
    )
  })
})
