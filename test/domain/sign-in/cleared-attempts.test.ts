import { attemptsClearedBy } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const passwordsOfAll = ['password-of-strangers', 'password-repeated', 'password-repeated-of-strangers']
const codes = ['authenticator-code', 'recovery-code']

describe('the attempts that are cleared', () => {
  it.each([
    ['deletion', [...passwordsOfAll, 'password-reset', ...codes]],
    ['unlock', [...passwordsOfAll, 'password-reset', ...codes]],
    ['new-password', passwordsOfAll],
    ['second-factor', codes],
  ] as const)('by %s are those on the user alone that have lost their meaning', (event, kinds) => {
    expect(attemptsClearedBy(event).toSorted()).toStrictEqual([...kinds].toSorted())
  })
})
