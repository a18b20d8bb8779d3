import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  openSubject,
  stepMs,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { bothKeys, newKeyAlone, withKeys } from '../secrets/keys.ts'

const password = 'correct horse battery'
const newPassword = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const [minute, day] = [60_000, 86_400_000]

type Attempt = { login?: string; password?: string; ip?: string; deviceToken?: string }

const openWithBob = async (open: OpenSubject, more: object = {}): Promise<Subject> => {
  const subject = await openSubject(open)
  const list = [
    { username: 'bob', email: 'bob@example.com', password, ...more },
    { username: 'eve', password },
  ]
  await valueOf(subject.keepsake.users.create({ list }))
  return subject
}

const answerTo = ({ keepsake }: Subject, attempt: Attempt = {}) =>
  valueOf(keepsake.signIn({ login: 'bob', password, ...attempt }))

const verdictOf = async (subject: Subject, attempt: Attempt = {}): Promise<string> =>
  (await answerTo(subject, attempt)).verdict

const tokenOf = async (subject: Subject, attempt: Attempt = {}): Promise<string> => {
  const answer = await answerTo(subject, attempt)
  if (answer.verdict !== 'signed_in') throw new Error(answer.verdict)
  return answer.deviceToken.reveal()
}

/** Closes an account to strangers, by its login. */
const close = async (subject: Subject, login = 'bob'): Promise<void> => {
  for (let time = 0; time < 101; time += 1) await verdictOf(subject, { login, password: `wrong ${time}` })
}

describe.each(storages)('on $name, the token of a device', ({ open }) => {
  test('comes with every sign-in, another one each time, and shows itself to nobody', async () => {
    const subject = await openWithBob(open)
    const answer = await answerTo(subject)
    if (answer.verdict !== 'signed_in') throw new Error(answer.verdict)
    const token = answer.deviceToken.reveal()
    expect(token).toMatch(/^[\w-]+(?:\.[\w-]+){4}$/u)
    expect(token.length).toBeLessThanOrEqual(200)
    expect(token).not.toBe(await tokenOf(subject))
    for (const text of [JSON.stringify(answer), inspect(answer, { depth: 9 }), String(answer.deviceToken)])
      expect(text).not.toContain(token)
  })

  test('comes with a sign-in that is completed by a code, and with no other answer', async () => {
    const subject = await openWithBob(open, { otp: { secret } })
    const asked = await answerTo(subject)
    expect(asked).not.toHaveProperty('deviceToken')
    expect(await answerTo(subject, { password: 'wrong' })).not.toHaveProperty('deviceToken')
    const ticket = 'ticket' in asked ? asked.ticket.reveal() : ''
    const code = codeAt(secret, subject.clock.now())
    const answer = await valueOf(subject.keepsake.completeSignIn({ ticket, code }))
    if (answer.verdict !== 'signed_in') throw new Error(answer.verdict)
    await close(subject)
    subject.clock.set(subject.clock.now() + stepMs)
    expect(await verdictOf(subject, { deviceToken: answer.deviceToken.reveal() })).toBe('otp_required')
  })

  test('comes with a password that is changed, by itself or as a sign-in demands it', async () => {
    const subject = await openWithBob(open, { resetPasswordOnFirstLogin: true })
    const demand = await answerTo(subject)
    const ticket = 'ticket' in demand ? demand.ticket.reveal() : ''
    const first = await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))
    const third = 'seven swans on a pond'
    const change = { login: 'bob', password: newPassword, newPassword: third }
    const second = await valueOf(subject.keepsake.passwords.change(change))
    await close(subject)
    const verdicts = []
    for (const answer of [first, second]) {
      if (answer.verdict !== 'changed') throw new Error(answer.verdict)
      expect(inspect(answer, { depth: 9 })).not.toContain(answer.deviceToken.reveal())
      verdicts.push(await verdictOf(subject, { password: third, deviceToken: answer.deviceToken.reveal() }))
    }
    // The first one is of a password that is another one now.
    expect(verdicts).toEqual(['too_many_attempts', 'signed_in'])
  })

  test('dies with a reset, and with its user', async () => {
    const subject = await openSubject(open, { settings: { loginUrl: 'https://example.com/login' } })
    const bob = { username: 'bob', email: 'bob@example.com', password }
    await valueOf(subject.keepsake.users.create({ list: [bob] }))
    const deviceToken = await tokenOf(subject)
    await valueOf(subject.keepsake.passwords.reset({ userId: subject.ids()[0]!, by: 'generated' }))
    await close(subject)
    expect(await verdictOf(subject, { deviceToken })).toBe('too_many_attempts')
    const again = await openWithBob(open)
    const before = await tokenOf(again)
    await valueOf(again.keepsake.users.delete({ userIds: [again.ids()[0]!] }))
    await valueOf(again.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    await close(again)
    expect(await verdictOf(again, { deviceToken: before })).toBe('too_many_attempts')
  })

  test('lets its user in by any login, from anywhere, while strangers have used up theirs', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    await close(subject)
    expect(await verdictOf(subject)).toBe('too_many_attempts')
    for (const attempt of [{}, { login: 'BOB@example.com' }, { ip: '203.0.113.1' }])
      expect(await verdictOf(subject, { ...attempt, deviceToken })).toBe('signed_in')
  })

  test('is good for as many attempts as one network, and then waits as well', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    await close(subject)
    const stolen = { password: 'wrong', deviceToken }
    for (let time = 0; time < 5; time += 1) expect(await verdictOf(subject, stolen)).toBe('wrong_credentials')
    expect(await verdictOf(subject, { deviceToken })).toBe('too_many_attempts')
    subject.clock.set(subject.clock.now() + minute / 2)
    // One of the device's, and one that any stranger has by then.
    for (let time = 0; time < 2; time += 1) expect(await verdictOf(subject, stolen)).toBe('wrong_credentials')
    expect(await verdictOf(subject, stolen)).toBe('too_many_attempts')
  })

  test('that is used up keeps nobody out who could get in without it', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    for (let time = 0; time < 5; time += 1) await verdictOf(subject, { password: 'wrong', deviceToken })
    expect(await verdictOf(subject, { deviceToken })).toBe('signed_in')
  })

  test('that was stolen and is used up does not use up the one that its user got since', async () => {
    const subject = await openWithBob(open)
    const stolen = await tokenOf(subject)
    const deviceToken = await tokenOf(subject, { deviceToken: stolen })
    await close(subject)
    for (let time = 0; time < 9; time += 1)
      await verdictOf(subject, { password: 'wrong', deviceToken: stolen })
    expect(await verdictOf(subject, { deviceToken })).toBe('signed_in')
  })

  test('that ends in a right password begins anew', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    await close(subject)
    for (let round = 0; round < 3; round += 1) {
      for (let time = 0; time < 4; time += 1)
        expect(await verdictOf(subject, { password: 'wrong', deviceToken })).toBe('wrong_credentials')
      expect(await verdictOf(subject, { deviceToken })).toBe('signed_in')
    }
    // Strangers have no new start by it.
    expect(await verdictOf(subject)).toBe('too_many_attempts')
  })

  test('of another user, of nobody, or of no shape is worth nothing, and no fault', async () => {
    const subject = await openWithBob(open)
    const own = await tokenOf(subject)
    const others = await tokenOf(subject, { login: 'eve' })
    await close(subject)
    const parts = own.split('.')
    const forged = [
      others,
      '',
      '.',
      '....',
      own.slice(1),
      own.slice(0, -1),
      `${own}=`,
      `${own}.`,
      own.toUpperCase(),
      'x'.repeat(60_000),
      '.'.repeat(60_000),
      ...parts.map((_, index) => parts.with(index, 'AAAA').join('.')),
      parts.with(4, others.split('.')[4]!).join('.'),
      parts.with(0, others.split('.')[0]!).join('.'),
    ]
    for (const deviceToken of forged)
      expect(await verdictOf(subject, { deviceToken }), deviceToken.slice(0, 200)).toBe('too_many_attempts')
    for (const deviceToken of [own, others])
      expect(await verdictOf(subject, { login: 'nobody', deviceToken })).toBe('wrong_credentials')
  })

  test('of another pool is worth nothing, and one outlives a change of the sealing key', async () => {
    const subject = await openWithBob(open)
    const elsewhere = await openSubject(open, { on: subject.opened, settings: { pool: 'pool-two' } })
    await valueOf(elsewhere.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const own = await tokenOf(subject)
    await close(subject)
    expect(await verdictOf(subject, { deviceToken: await tokenOf(elsewhere) })).toBe('too_many_attempts')
    const both = await withKeys(open, subject, bothKeys)
    await valueOf(both.keepsake.secrets.rotate())
    const rekeyed = await withKeys(open, subject, newKeyAlone)
    expect(await verdictOf(rekeyed)).toBe('too_many_attempts')
    expect(await verdictOf(rekeyed, { deviceToken: own })).toBe('signed_in')
    expect(await verdictOf(subject, { deviceToken: own })).toBe('signed_in')
  })

  test('is good for ninety days, and not before it was issued', async () => {
    const subject = await openWithBob(open)
    const issuedAt = subject.clock.now()
    const deviceToken = await tokenOf(subject)
    const at = async (moment: number): Promise<string> => {
      subject.clock.set(moment)
      await close(subject)
      return verdictOf(subject, { deviceToken })
    }
    expect(await at(issuedAt + 90 * day - 1)).toBe('signed_in')
    expect(await at(issuedAt + 90 * day)).toBe('too_many_attempts')
    expect(await at(issuedAt - 30_000)).toBe('signed_in')
    expect(await at(issuedAt - 2 * minute)).toBe('too_many_attempts')
  })

  test('dies with the password', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    const change = { login: 'bob', password, newPassword, deviceToken }
    expect(await valueOf(subject.keepsake.passwords.change(change))).toMatchObject({ verdict: 'changed' })
    await close(subject)
    expect(await verdictOf(subject, { password: newPassword, deviceToken })).toBe('too_many_attempts')
  })

  test('stays good where the hash of the password is replaced by a stronger one', async () => {
    const subject = await openSubject(open)
    const md5 = createHash('md5').update(password).digest('hex')
    const kept = { username: 'bob', password: md5, passwordFormat: 'md5' }
    await valueOf(subject.keepsake.users.create({ list: [kept], options: { keepPassword: true } }))
    const deviceToken = await tokenOf(subject)
    await close(subject)
    expect(await verdictOf(subject, { deviceToken })).toBe('signed_in')
  })

  test('counts for a change of password as for a sign-in', async () => {
    const subject = await openWithBob(open)
    const deviceToken = await tokenOf(subject)
    await close(subject)
    const change = { login: 'bob', password, newPassword }
    expect(await valueOf(subject.keepsake.passwords.change(change))).toMatchObject({
      verdict: 'too_many_attempts',
    })
    expect(await valueOf(subject.keepsake.passwords.change({ ...change, deviceToken }))).toMatchObject({
      verdict: 'changed',
    })
  })
})
