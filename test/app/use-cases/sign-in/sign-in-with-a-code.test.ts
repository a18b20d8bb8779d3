import { describe, expect, test } from 'vitest'
import oathtool from '../../../vectors/totp/oathtool.json' with { type: 'json' }
import { verdictsOf } from '../../../builders/bob.ts'
import {
  codeAt,
  errorOf,
  openSubject,
  startedAt,
  stepMs,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'

/** The contract's own example. */
const secret = 'HZ2F6J3AGNAVSOTV'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const password = 'correct horse'

const openWithBob = async (
  open: OpenSubject,
  over: object = {},
  options: SubjectOptions = {},
): Promise<Subject> => {
  const subject = await openSubject(open, options)
  const bob = { username: 'bob', password, otp: { secret, recoveryCode }, ...over }
  await valueOf(subject.keepsake.users.create({ list: [bob] }))
  return subject
}

const verdictOf = verdictsOf({ login: 'bob', password })

/** The code of the step that is so many steps away from the present one. */
const code = ({ clock }: Subject, steps: number): string => codeAt(secret, clock.now() + steps * stepMs)

describe.each(storages)('on $name, a sign-in with an authenticator', ({ open }) => {
  test('takes the code that oathtool shows at that moment', async () => {
    const subject = await openWithBob(open)
    const vector = oathtool.vectors.find(
      (each) =>
        each.secret === secret &&
        each.algorithm === 'SHA1' &&
        each.digits === 6 &&
        each.command.includes(`--now=@${startedAt / 1000} `) &&
        each.command.includes('--time-step-size=30 '),
    )
    expect(vector?.code).toBe(code(subject, 0))
    expect(await verdictOf(subject, { code: vector?.code })).toBe('signed_in')
  })

  test.each([
    ['no code', () => ({}), 'otp_required'],
    ['the present code', (subject: Subject) => ({ code: code(subject, 0) }), 'signed_in'],
    [
      'the present code with a space in it',
      (subject: Subject) => ({ code: code(subject, 0).replace(/^.../u, '$& ') }),
      'signed_in',
    ],
    ['the code of the step before', (subject: Subject) => ({ code: code(subject, -1) }), 'signed_in'],
    [
      'the code of two steps before',
      (subject: Subject) => ({ code: code(subject, -2) }),
      'wrong_credentials',
    ],
    ['the code of the next step', (subject: Subject) => ({ code: code(subject, 1) }), 'signed_in'],
    ['the code of two steps ahead', (subject: Subject) => ({ code: code(subject, 2) }), 'wrong_credentials'],
    [
      'the present code as it is typed',
      (subject: Subject) => ({ code: `\u200e${code(subject, 0).slice(0, 3)}-${code(subject, 0).slice(3)}` }),
      'signed_in',
    ],
    ['an empty code', () => ({ code: '' }), 'wrong_credentials'],
    ['a code of letters', () => ({ code: 'abcdef' }), 'wrong_credentials'],
    [
      'part of the present code',
      (subject: Subject) => ({ code: code(subject, 0).slice(0, 5) }),
      'wrong_credentials',
    ],
    ['the recovery code', () => ({ recoveryCode }), 'signed_in'],
    [
      'the recovery code spelt otherwise',
      () => ({ recoveryCode: 'B4718EC0 874A–087FBCCBＣＤ54' }),
      'signed_in',
    ],
    ['another recovery code', () => ({ recoveryCode: `${recoveryCode}0` }), 'wrong_credentials'],
    ['no recovery code at all', () => ({ recoveryCode: '' }), 'wrong_credentials'],
    ['a wrong code beside the recovery code', () => ({ code: 'abcdef', recoveryCode }), 'wrong_credentials'],
  ])('and %s', async (_, proof, verdict) => {
    const subject = await openWithBob(open)
    expect(await verdictOf(subject, proof(subject))).toBe(verdict)
  })

  test('takes a code once', async () => {
    const subject = await openWithBob(open)
    const used = { code: code(subject, 0) }
    expect(await verdictOf(subject, used)).toBe('signed_in')
    expect(await verdictOf(subject, used)).toBe('wrong_credentials')
    subject.clock.set(subject.clock.now() + stepMs)
    expect(await verdictOf(subject, used)).toBe('wrong_credentials')
  })

  test('takes no code of a step before one that was taken', async () => {
    const subject = await openWithBob(open)
    const older = { code: code(subject, -1) }
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('signed_in')
    expect(await verdictOf(subject, older)).toBe('wrong_credentials')
  })

  test('takes the older code first and the newer one then', async () => {
    const subject = await openWithBob(open)
    expect(await verdictOf(subject, { code: code(subject, -1) })).toBe('signed_in')
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('signed_in')
  })

  test('takes as many past steps as its pool allows', async () => {
    const none = await openWithBob(open, {}, { settings: { otp: { pastSteps: 0 } } })
    expect(await verdictOf(none, { code: code(none, -1) })).toBe('wrong_credentials')
    const two = await openWithBob(open, {}, { settings: { otp: { pastSteps: 2 } } })
    expect(await verdictOf(two, { code: code(two, -2) })).toBe('signed_in')
  })

  test('takes as many future steps as its pool allows', async () => {
    const none = await openWithBob(open, {}, { settings: { otp: { futureSteps: 0 } } })
    expect(await verdictOf(none, { code: code(none, 1) })).toBe('wrong_credentials')
    const two = await openWithBob(open, {}, { settings: { otp: { futureSteps: 2 } } })
    expect(await verdictOf(two, { code: code(two, 2) })).toBe('signed_in')
  })

  test('takes no earlier code after that of a step ahead, and that one once', async () => {
    const subject = await openWithBob(open)
    const [before, present, ahead] = [code(subject, -1), code(subject, 0), code(subject, 1)]
    expect(await verdictOf(subject, { code: ahead })).toBe('signed_in')
    for (const used of [before, present, ahead])
      expect(await verdictOf(subject, { code: used })).toBe('wrong_credentials')
    subject.clock.set(subject.clock.now() + stepMs)
    expect(await verdictOf(subject, { code: ahead })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: code(subject, 1) })).toBe('signed_in')
  })

  test('takes a recovery code once, and codes after it', async () => {
    const subject = await openWithBob(open)
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('signed_in')
  })

  test('takes no recovery code where the user has none', async () => {
    const subject = await openWithBob(open, { otp: { secret } })
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
  })

  // Of the moment at which the app showed it the code is; the sign-in is in the first second of a step, then in its last.
  test.each([
    [startedAt, { '-61': false, '-31': false, '-1': true, '0': true, '29': true, '31': true, '61': false }],
    [startedAt + 29_000, { '-61': false, '-31': true, '-1': true, '0': true, '29': true, '31': false }],
  ])('at %d takes codes of the present step and of those beside it alone', async (now, accepted) => {
    for (const [seconds, isAccepted] of Object.entries(accepted)) {
      const subject = await openWithBob(open)
      subject.clock.set(now)
      const shown = codeAt(secret, now + Number(seconds) * 1000)
      expect(await verdictOf(subject, { code: shown }), `${seconds} s`).toBe(
        isAccepted ? 'signed_in' : 'wrong_credentials',
      )
    }
  })

  test('uses no code up where the password is wrong', async () => {
    const subject = await openWithBob(open)
    const proof = { code: code(subject, 0) }
    expect(await verdictOf(subject, { ...proof, password: 'wrong' })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode, password: 'wrong' })).toBe('wrong_credentials')
    expect(await verdictOf(subject, proof)).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
  })

  test('asks for a changed password after the code, not before it', async () => {
    const subject = await openWithBob(open, { resetPasswordOnFirstLogin: true })
    expect(await verdictOf(subject, {})).toBe('otp_required')
    expect(await verdictOf(subject, { code: 'abcdef' })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('password_change_required')
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('wrong_credentials')
  })

  test.each(['Suspended', 'Deactivated', 'Resigned', 'Archived'])(
    'of a user who is %s uses no code up',
    async (status) => {
      const subject = await openWithBob(open, { status })
      expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('wrong_credentials')
      expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
      const [secondFactors] = await valueOf(subject.rest.secondFactors.findByUserIds(subject.ids()))
      expect(secondFactors?.authenticators).toMatchObject([{ lastStep: 0 }])
      expect(secondFactors?.recoveryCodes[0]).not.toHaveProperty('usedAt')
    },
  )

  test('minds no code where the user has no authenticator', async () => {
    const { keepsake } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const answer = await valueOf(keepsake.signIn({ login: 'bob', password, code: '000000' }))
    expect(answer.verdict).toBe('signed_in')
  })

  test.each([
    ['of another name', 'k2'],
    ['of the same name', 'k1'],
  ])('lets nobody in under another sealing key %s', async (_, sealingKeyId) => {
    const subject = await openWithBob(open)
    const sealingKey = Buffer.alloc(32, 'another')
    const other = await openSubject(open, { on: subject.opened, sealingKey, sealingKeyId })
    const unreadable = { kind: 'unavailable', part: 'secret-box' }
    const attempt = { login: 'bob', password }
    const withCode = other.keepsake.signIn({ ...attempt, code: code(subject, 0) })
    expect(await errorOf(withCode)).toMatchObject(unreadable)
    const withRecoveryCode = other.keepsake.signIn({ ...attempt, recoveryCode })
    expect(await errorOf(withRecoveryCode)).toMatchObject(unreadable)

    const userId = (await valueOf(subject.keepsake.users.find({ login: 'bob' })))!.user.id
    expect(await errorOf(other.keepsake.authenticators.reveal({ userId }))).toMatchObject(unreadable)
    const again = other.keepsake.authenticators.import({ list: [{ userId, otp: { secret } }], replace: true })
    expect(await errorOf(again)).toMatchObject(unreadable)
    expect(await verdictOf(subject, { code: code(subject, 0) })).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a recovery code that is used', ({ open }) => {
  const list = [
    {
      username: 'bob',
      email: 'bob@example.com',
      phone: '18812348888',
      password,
      otp: { secret, recoveryCode },
    },
  ]

  test('earns its owner one notice, and tells how many are left', async () => {
    const subject = await openSubject(open, { settings: { loginUrl: 'https://example.com/login' } })
    await valueOf(subject.keepsake.users.create({ list }))
    const attempt = { login: 'bob', password, recoveryCode }
    expect(await valueOf(subject.keepsake.signIn(attempt))).toMatchObject({
      verdict: 'signed_in',
      recoveryCodesLeft: 0,
    })
    expect((await valueOf(subject.keepsake.signIn(attempt))).verdict).toBe('wrong_credentials')
    await valueOf(subject.keepsake.notices.deliver())
    expect(subject.sender.messages()).toMatchObject([
      {
        kind: 'recovery-code-used',
        channel: 'email',
        to: 'bob@example.com',
        loginUrl: 'https://example.com/login',
      },
    ])
  })

  test('earns none where it was wrong, or a code did', async () => {
    const subject = await openSubject(open)
    await valueOf(subject.keepsake.users.create({ list }))
    const wrong = { login: 'bob', password, recoveryCode: 'b471-8ec0-874a-087f-bccb-0000' }
    expect((await valueOf(subject.keepsake.signIn(wrong))).verdict).toBe('wrong_credentials')
    const right = { login: 'bob', password, code: codeAt(secret, subject.clock.now()) }
    expect(await valueOf(subject.keepsake.signIn(right))).not.toHaveProperty('recoveryCodesLeft')
    await valueOf(subject.keepsake.notices.deliver())
    expect(subject.sender.messages()).toEqual([])
  })
})
