import { describe, expect } from 'vitest'
import { openBob, testWithBob } from '../../../builders/bob.ts'
import { codeAt, stepMs, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCodes = ['b471-8ec0-874a-087f-bccb-cd54', 'aaaa-bbbb-cccc-dddd-eeee-ffff']
const password = 'nine geese on a raft'

const bobRow = { password, otp: { secret, recoveryCodes } }

const ticketOf = async ({ keepsake }: Subject): Promise<string> => {
  const answer = await valueOf(keepsake.signIn({ login: 'bob', password }))
  if (answer.verdict !== 'otp_required') throw new Error(`no ticket: ${answer.verdict}`)
  return answer.ticket.reveal()
}

const complete = async (subject: Subject, ticket: string, proof: object): Promise<string> =>
  (await valueOf(subject.keepsake.completeSignIn({ ticket, ...proof }))).verdict

const codeNow = ({ clock }: Subject): string => codeAt(secret, clock.now())
/** No code of any step that counts. */
const wrongCode = (subject: Subject): string => {
  const now = subject.clock.now()
  const right = [now - stepMs, now].map((at) => codeAt(secret, at))
  return right.includes('000000') ? '000001' : '000000'
}

describe.each(storages)('on $name, a sign-in in two steps', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test('ends with the code, and is counted once, with the place it came from', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    const answer = await valueOf(
      bob.keepsake.completeSignIn({ ticket, code: codeNow(bob), ip: '203.0.113.7' }),
    )
    expect(answer).toMatchObject({
      verdict: 'signed_in',
      account: { user: { id: bob.userId, signIns: { count: 1, lastIp: '203.0.113.7' } } },
    })
  })

  test('ends with a recovery code as well, and tells how many are left', async ({ bob }) => {
    const recoveryCode = recoveryCodes[0]!
    const answer = await valueOf(bob.keepsake.completeSignIn({ ticket: await ticketOf(bob), recoveryCode }))
    expect(answer).toMatchObject({ verdict: 'signed_in', recoveryCodesLeft: 1 })
    expect(await complete(bob, await ticketOf(bob), { recoveryCode })).toBe('code_wrong')
  })

  test('may go on after a wrong code, and after none', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    expect(await complete(bob, ticket, { code: wrongCode(bob) })).toBe('code_wrong')
    expect(await complete(bob, ticket, {})).toBe('code_wrong')
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('signed_in')
  })

  test('lets nobody in twice with one ticket, though the code is another', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('signed_in')
    bob.clock.set(bob.clock.now() + stepMs)
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('ticket_invalid')
  })

  test('takes a code once, whichever way it comes', async ({ bob }) => {
    const code = codeNow(bob)
    const tickets = [await ticketOf(bob), await ticketOf(bob)]
    const verdicts = await Promise.all(tickets.map((ticket) => complete(bob, ticket, { code })))
    expect(verdicts.toSorted()).toEqual(['code_wrong', 'signed_in'])
    const atOnce = await valueOf(bob.keepsake.signIn({ login: 'bob', password, code }))
    expect(atOnce.verdict).toBe('wrong_credentials')
  })

  test('of many right recovery codes at one moment, one ticket lets one in', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    const verdicts = await Promise.all(
      recoveryCodes.map((recoveryCode) => complete(bob, ticket, { recoveryCode })),
    )
    expect(verdicts.toSorted()).toEqual(['signed_in', 'ticket_invalid'])
  })

  test('must begin anew after six minutes', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    bob.clock.set(bob.clock.now() + 6 * 60_000 - 1)
    expect(await complete(bob, ticket, { code: wrongCode(bob) })).toBe('code_wrong')
    bob.clock.set(bob.clock.now() + 1)
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('ticket_invalid')
  })

  test('must begin anew once the password or the authenticators are others', async ({ bob }) => {
    const before = await ticketOf(bob)
    const newPassword = 'ten ducks on a lake'
    const change = { login: 'bob', password, code: codeNow(bob), newPassword }
    expect((await valueOf(bob.keepsake.passwords.change(change))).verdict).toBe('changed')
    bob.clock.set(bob.clock.now() + stepMs)
    expect(await complete(bob, before, { code: codeNow(bob) })).toBe('ticket_invalid')

    const answer = await valueOf(bob.keepsake.signIn({ login: 'bob', password: newPassword }))
    const ticket = answer.verdict === 'otp_required' ? answer.ticket.reveal() : ''
    await valueOf(bob.keepsake.authenticators.removeAll({ userId: bob.userId }))
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('ticket_invalid')
  })

  test('counts wrong codes with those of sign-ins at one go, and stops after ten', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    const code = wrongCode(bob)
    for (let round = 0; round < 5; round += 1) {
      expect(await complete(bob, ticket, { code })).toBe('code_wrong')
      await valueOf(bob.keepsake.signIn({ login: 'bob', password, code }))
    }
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('otp_locked')
    expect(await complete(bob, ticket, { recoveryCode: recoveryCodes[0] })).toBe('signed_in')
  })

  test('still demands the change of a password that is to be changed', async () => {
    const bob = await openBob(open, { ...bobRow, resetPasswordOnFirstLogin: true })
    const answer = await valueOf(
      bob.keepsake.completeSignIn({ ticket: await ticketOf(bob), code: codeNow(bob) }),
    )
    if (answer.verdict !== 'password_change_required') throw new Error(answer.verdict)
    const newPassword = 'ten ducks on a lake'
    const changed = await valueOf(
      bob.keepsake.passwords.change({ ticket: answer.ticket.reveal(), newPassword }),
    )
    expect(changed.verdict).toBe('changed')
  })

  test('demands it as well where the pool has become stricter than the password', async () => {
    const strict = { settings: { passwords: { weakAtSignIn: 'require_change' } } } as const
    const bob = await openBob(open, { ...bobRow, password: 'x' }, strict)
    const answer = await valueOf(bob.keepsake.signIn({ login: 'bob', password: 'x' }))
    const ticket = answer.verdict === 'otp_required' ? answer.ticket.reveal() : ''
    expect(await complete(bob, ticket, { code: codeNow(bob) })).toBe('password_change_required')
  })

  test('takes no other token for its ticket, and no ticket for another token', async ({ bob }) => {
    const ticket = await ticketOf(bob)
    const [user = '', ...sealed] = ticket.split('.')
    const forged = [
      '',
      '.',
      user,
      `${user}.`,
      `${ticket.slice(0, -4)}AAAA`,
      ['0'.repeat(24), ...sealed].join('.'),
    ]
    for (const each of forged)
      expect(await complete(bob, each, { code: codeNow(bob) }), each).toBe('ticket_invalid')
    const newPassword = 'ten ducks on a lake'
    expect((await valueOf(bob.keepsake.passwords.change({ ticket, newPassword }))).verdict).toBe(
      'ticket_invalid',
    )
    expect(
      (await valueOf(bob.keepsake.passwords.completeReset({ token: ticket, newPassword }))).verdict,
    ).toBe('token_invalid')
  })
})
