import { describe, expect, test } from 'vitest'
import { openBob, testWithBob, verdictOf, type Bob } from '../../../builders/bob.ts'
import {
  codeAt,
  everythingIn,
  issuesOf,
  startedAt,
  stepMs,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'

const password = 'nine geese on a raft'

const bobRow = { email: 'Bob@example.com', password }

const begin = async ({ keepsake, userId }: Bob, more: object = {}) => {
  const begun = await valueOf(keepsake.authenticators.begin({ userId, ...more }))
  return { secret: begun.secret.reveal(), uri: begun.uri.reveal(), ticket: begun.ticket.reveal() }
}

const confirm = async ({ keepsake, userId }: Bob, ticket: string, code: string) =>
  valueOf(keepsake.authenticators.confirm({ userId, ticket, code }))

describe.each(storages)('on $name, enrolling an authenticator', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test('takes effect with the first code, which is used up then', async ({ bob }) => {
    const { secret, ticket } = await begin(bob, { name: 'Phone' })
    expect(await verdictOf(bob)).toBe('signed_in')
    const code = codeAt(secret, startedAt)
    const answer = await confirm(bob, ticket, code)
    expect(answer).toMatchObject({
      verdict: 'enrolled',
      authenticator: {
        name: 'Phone',
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
        enrolledAt: startedAt,
        provenAt: startedAt,
      },
    })
    expect(await verdictOf(bob)).toBe('otp_required')
    expect(await verdictOf(bob, { code })).toBe('wrong_credentials')
    bob.clock.set(startedAt + stepMs)
    expect(await verdictOf(bob, { code: codeAt(secret, startedAt + stepMs) })).toBe('signed_in')
  })

  test('gives a secret of 160 bits, and a URI that apps take', async ({ bob }) => {
    const { secret, uri } = await begin(bob, { issuer: 'Geese: Inc & Co' })
    expect(secret).toMatch(/^[A-Z2-7]{32}$/u)
    const read = new URL(uri)
    expect(decodeURIComponent(read.pathname)).toBe('/Geese  Inc & Co:Bob@example.com')
    expect(Object.fromEntries(read.searchParams)).toEqual({
      secret,
      issuer: 'Geese: Inc & Co',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
    expect((await begin(bob)).secret).not.toBe(secret)
  })

  test.each([
    ['\ud800', 'text.not_well_formed'],
    ['a\udfffb', 'text.not_well_formed'],
    ['', 'otp.name_empty'],
    [' \n ', 'otp.name_empty'],
    ['two\nlines', 'text.control_character'],
    ['\u202eback', 'text.control_character'],
    ['x'.repeat(129), 'text.too_long'],
    ['.'.repeat(1_000_000), 'text.too_long'],
  ])('refuses a name and an issuer that no app could show: %o', async (text, code) => {
    const { keepsake, userId } = await openBob(open, bobRow)
    const asked = keepsake.authenticators.begin({ userId, name: text, issuer: text })
    expect(await issuesOf(asked)).toEqual([`name ${code}`, `issuer ${code}`])
  })

  test('gives ten recovery codes to a user who has none, each good once', async ({ bob }) => {
    const { secret, ticket } = await begin(bob)
    const answer = await confirm(bob, ticket, codeAt(secret, startedAt))
    const codes = 'recoveryCodes' in answer ? answer.recoveryCodes.map((code) => code.reveal()) : []
    expect(codes).toHaveLength(10)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[0-9a-f]{4}(?:-[0-9a-f]{4}){5}$/u)
    expect(await verdictOf(bob, { recoveryCode: codes[3] })).toBe('signed_in')
    expect(await verdictOf(bob, { recoveryCode: codes[3] })).toBe('wrong_credentials')
    const { recoveryCodes } = await valueOf(bob.keepsake.authenticators.list({ userId: bob.userId }))
    expect(recoveryCodes).toBe(9)

    const second = await begin(bob)
    const again = await confirm(bob, second.ticket, codeAt(second.secret, startedAt))
    expect(again).toMatchObject({ verdict: 'enrolled', recoveryCodes: [] })
  })

  test('rests nowhere before it is confirmed, and nowhere in clear after it', async ({ bob }) => {
    const before = JSON.stringify(await everythingIn(bob))
    const { secret, ticket } = await begin(bob)
    expect(JSON.stringify(await everythingIn(bob))).toBe(before)
    const answer = await confirm(bob, ticket, codeAt(secret, startedAt))
    const codes = 'recoveryCodes' in answer ? answer.recoveryCodes.map((code) => code.reveal()) : []
    const after = JSON.stringify(await everythingIn(bob))
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))])
      expect(after).not.toContain(text)
    expect(JSON.stringify(answer)).not.toContain(codes[0])
  })

  test('asks for the code again where it is wrong', async ({ bob }) => {
    const { secret, ticket } = await begin(bob)
    expect(await confirm(bob, ticket, 'abcdef')).toEqual({ verdict: 'code_wrong' })
    expect(await verdictOf(bob)).toBe('signed_in')
    expect(await confirm(bob, ticket, codeAt(secret, startedAt))).toMatchObject({ verdict: 'enrolled' })
  })

  test('is over after ten minutes, once it is done, for anybody else, and with a ticket of any other kind', async ({
    bob,
  }) => {
    const { secret, ticket } = await begin(bob)
    const code = codeAt(secret, startedAt)
    const { created } = await valueOf(bob.keepsake.users.create({ list: [{ username: 'eve' }] }))
    const eve = { ...bob, userId: created[0]!.account.user.id }
    expect(await confirm(eve, ticket, code)).toEqual({ verdict: 'ticket_invalid' })
    for (const forged of ['', 'nonsense', `${ticket}A`, ticket.slice(0, -1)])
      expect(await confirm(bob, forged, code)).toEqual({ verdict: 'ticket_invalid' })
    bob.clock.set(startedAt + 10 * 60_000)
    expect(await confirm(bob, ticket, codeAt(secret, bob.clock.now()))).toEqual({ verdict: 'ticket_invalid' })
    bob.clock.set(startedAt)
    expect(await confirm(bob, ticket, code)).toMatchObject({ verdict: 'enrolled' })
    expect(await confirm(bob, ticket, code)).toEqual({ verdict: 'ticket_invalid' })
  })

  test('stops at ten of a user', async ({ bob }) => {
    for (let index = 0; index < 10; index += 1) {
      const { secret, ticket } = await begin(bob, { name: `Phone ${index}` })
      expect(await confirm(bob, ticket, codeAt(secret, startedAt))).toMatchObject({ verdict: 'enrolled' })
    }
    const { secret, ticket } = await begin(bob)
    const code = codeAt(secret, startedAt)
    expect(await issuesOf(bob.keepsake.authenticators.confirm({ userId: bob.userId, ticket, code }))).toEqual(
      ['userId otp.too_many_authenticators'],
    )
  })

  test('is refused for nobody, and under no sane name', async ({ bob }) => {
    const { keepsake, userId } = bob
    expect(await issuesOf(keepsake.authenticators.begin({ userId: 'nobody' }))).toEqual([
      'userId user.not_found',
    ])
    expect(await issuesOf(keepsake.authenticators.begin({ userId, name: ' ' }))).toEqual([
      'name otp.name_empty',
    ])
  })

  test('of several at one moment enrols them all', async ({ bob }) => {
    const begun = await Promise.all(Array.from({ length: 5 }, () => begin(bob)))
    const answers = await Promise.all(
      begun.map(({ secret, ticket }) => confirm(bob, ticket, codeAt(secret, startedAt))),
    )
    expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(['enrolled']))
    const { authenticators } = await valueOf(bob.keepsake.authenticators.list({ userId: bob.userId }))
    expect(authenticators).toHaveLength(5)
    // One of them has the codes that count, and no other shows codes that do not.
    const shown = answers.flatMap((answer) => ('recoveryCodes' in answer ? [answer.recoveryCodes] : []))
    expect(shown.filter((codes) => codes.length === 10)).toHaveLength(1)
    expect(shown.flat()).toHaveLength(10)
    const [recoveryCode] = shown.flat().map((code) => code.reveal())
    expect(await verdictOf(bob, { recoveryCode })).toBe('signed_in')
  })

  test('shows one recovery code along with the secret where that is asked for, good once it is confirmed', async ({
    bob,
  }) => {
    const { keepsake, userId } = bob
    const ask = { userId, recoveryCodes: 'one_at_once' } as const
    const begun = await valueOf(keepsake.authenticators.begin(ask))
    const recoveryCode = begun.recoveryCode?.reveal()
    expect(recoveryCode).toMatch(/^[0-9a-z]{4}(?:-[0-9a-z]{4})+$/u)
    const answer = await confirm(bob, begun.ticket.reveal(), codeAt(begun.secret.reveal(), startedAt))
    expect(answer).toMatchObject({ verdict: 'enrolled', recoveryCodes: [] })
    expect((await valueOf(keepsake.authenticators.list({ userId }))).recoveryCodes).toBe(1)
    expect((await valueOf(keepsake.authenticators.begin(ask))).recoveryCode, 'who has one').toBeUndefined()
    expect(await verdictOf(bob, { recoveryCode })).toBe('signed_in')
    expect(await verdictOf(bob, { recoveryCode })).toBe('wrong_credentials')
    expect(
      (await valueOf(keepsake.authenticators.begin(ask))).recoveryCode,
      'whose one is used',
    ).toBeDefined()
  })

  test('keeps the code that it has shown, whatever has come in meanwhile', async ({ bob }) => {
    const { keepsake, userId } = bob
    const begun = await valueOf(keepsake.authenticators.begin({ userId, recoveryCodes: 'one_at_once' }))
    const other = await begin(bob)
    await confirm(bob, other.ticket, codeAt(other.secret, startedAt))
    await confirm(bob, begun.ticket.reveal(), codeAt(begun.secret.reveal(), startedAt))
    expect((await valueOf(keepsake.authenticators.list({ userId }))).recoveryCodes).toBe(11)
    expect(await verdictOf(bob, { recoveryCode: begun.recoveryCode?.reveal() })).toBe('signed_in')
  })
})

describe.each(storages)('on $name, an authenticator that is removed', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test('signs nobody in any more, and takes the recovery codes with it if it was the last', async ({
    bob,
  }) => {
    const { keepsake, userId } = bob
    const begun = [await begin(bob, { name: 'Phone' }), await begin(bob, { name: 'Tablet' })]
    for (const { secret, ticket } of begun) await confirm(bob, ticket, codeAt(secret, startedAt))
    const { authenticators } = await valueOf(keepsake.authenticators.list({ userId }))
    expect(authenticators.map(({ name }) => name)).toEqual(['Phone', 'Tablet'])
    bob.clock.set(startedAt + stepMs)
    const [phone, tablet] = begun.map(({ secret }) => codeAt(secret, startedAt + stepMs))

    const remove = (index: number) =>
      valueOf(keepsake.authenticators.remove({ userId, authenticatorId: authenticators[index]!.id }))
    expect((await remove(0)).authenticators.map(({ name }) => name)).toEqual(['Tablet'])
    expect(await verdictOf(bob, { code: phone })).toBe('wrong_credentials')
    expect(await verdictOf(bob, { code: tablet })).toBe('signed_in')
    expect(await remove(1)).toEqual({ authenticators: [], recoveryCodes: 0 })
    expect(await verdictOf(bob)).toBe('signed_in')
  })

  test('must be there', async ({ bob: { keepsake, userId } }) => {
    expect(await issuesOf(keepsake.authenticators.remove({ userId, authenticatorId: 'nothing' }))).toEqual([
      'authenticatorId otp.not_enrolled',
    ])
    expect(await issuesOf(keepsake.authenticators.list({ userId: 'nobody' }))).toEqual([
      'userId user.not_found',
    ])
  })

  test('goes with all the others at once, where an administrator asks for it', async ({ bob }) => {
    const { keepsake, userId } = bob
    const issues = () => issuesOf(keepsake.authenticators.removeAll({ userId }))
    expect(await issues()).toEqual(['userId otp.not_enrolled'])
    const secondFactors = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU']
    for (const secret of secondFactors)
      await valueOf(
        keepsake.authenticators.import({
          list: [{ userId, otp: { secret, recoveryCodes: ['b471-8ec0-874a'] } }],
          existing: 'add',
        }),
      )
    expect(await verdictOf(bob)).toBe('otp_required')
    await valueOf(keepsake.authenticators.removeAll({ userId }))
    expect(await valueOf(keepsake.authenticators.list({ userId }))).toEqual({
      authenticators: [],
      recoveryCodes: 0,
    })
    expect(await verdictOf(bob)).toBe('signed_in')
    expect(await issues()).toEqual(['userId otp.not_enrolled'])
    expect(await issuesOf(keepsake.authenticators.removeAll({ userId: 'nobody' }))).toEqual([
      'userId user.not_found',
    ])
  })
})

describe.each(storages)('on $name, recovery codes that are made anew', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test('end those before', async ({ bob }) => {
    const { keepsake, userId } = bob
    const { secret, ticket } = await begin(bob)
    const answer = await confirm(bob, ticket, codeAt(secret, startedAt))
    const [old] = 'recoveryCodes' in answer ? answer.recoveryCodes : []
    const fresh = await valueOf(keepsake.authenticators.regenerateRecoveryCodes({ userId }))
    expect(fresh).toHaveLength(10)
    expect(await verdictOf(bob, { recoveryCode: old!.reveal() })).toBe('wrong_credentials')
    expect(await verdictOf(bob, { recoveryCode: fresh[9]!.reveal().toUpperCase() })).toBe('signed_in')
  })

  test('are refused to a user who has no authenticator', async ({ bob: { keepsake, userId } }) => {
    expect(await issuesOf(keepsake.authenticators.regenerateRecoveryCodes({ userId }))).toEqual([
      'userId otp.not_enrolled',
    ])
  })
})

describe.each(storages)('on $name, a pool that demands an authenticator', ({ open }) => {
  test('lets nobody in without one, and says for whom one is to be enrolled', async () => {
    const bob = await openBob(open, { password }, { settings: { otp: { required: true } } })
    expect(await verdictOf(bob, { password: 'wrong' })).toBe('wrong_credentials')
    expect(await valueOf(bob.keepsake.signIn({ login: 'bob', password }))).toEqual({
      verdict: 'otp_enrolment_required',
      userId: bob.userId,
    })
    const { secret, ticket } = await begin(bob)
    await confirm(bob, ticket, codeAt(secret, startedAt))
    bob.clock.set(startedAt + stepMs)
    expect(await verdictOf(bob)).toBe('otp_required')
    expect(await verdictOf(bob, { code: codeAt(secret, startedAt + stepMs) })).toBe('signed_in')
  })
})
