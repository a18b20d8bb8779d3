import { describe, expect } from 'vitest'
import { openBob, testWithBob, type Bob } from '../../../builders/bob.ts'
import { codeAt, issuesOf, stepMs, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const password = 'nine geese on a raft'

const bobRow = { password, otp: { secret } }
const verify = ({ keepsake, userId }: Bob, code: string): Promise<string> =>
  valueOf(keepsake.authenticators.verify({ userId, code }))
const codeNow = ({ clock }: Subject): string => codeAt(secret, clock.now())

describe.each(storages)('on $name, a code of somebody who is signed in', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test('is accepted once, and signs nobody in after that', async ({ bob }) => {
    const code = codeNow(bob)
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => verify(bob, code)))
    expect(verdicts.filter((each) => each === 'accepted')).toHaveLength(1)
    const answer = await valueOf(bob.keepsake.signIn({ login: 'bob', password, code }))
    expect(answer.verdict).toBe('wrong_credentials')
  })

  test('is looked at no more after ten that were wrong', async ({ bob }) => {
    for (let round = 0; round < 10; round += 1) expect(await verify(bob, 'wrong')).toBe('refused')
    expect(await verify(bob, codeNow(bob))).toBe('locked')
    await valueOf(bob.keepsake.users.unlock({ userId: bob.userId }))
    bob.clock.set(bob.clock.now() + stepMs)
    expect(await verify(bob, codeNow(bob))).toBe('accepted')
  })

  test('is missed where there is no authenticator, or no user', async () => {
    const bob = await openBob(open, { password })
    const of = (userId: string) => issuesOf(bob.keepsake.authenticators.verify({ userId, code: '000000' }))
    expect(await of(bob.userId)).toEqual(['userId otp.not_enrolled'])
    expect(await of('nobody')).toEqual(['userId user.not_found'])
  })
})
