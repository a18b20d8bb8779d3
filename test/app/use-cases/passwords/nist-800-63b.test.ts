import { userId, type PasswordHash } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import { describe as inWords } from '../../../../packages/http/src/wire/message.ts'

/**
 * SP 800-63B-4 of July 2025, section 3.1.1.2, "Password Verifiers", requirement by requirement in its order, against a pool
 * with the settings that it has where nobody sets any. What it asks of the page where a password is typed (autofill, paste,
 * showing what is typed) and of the channel (TLS) is the task of the page and its server; it forbids nothing here.
 */
const [{ open }] = storages as readonly [(typeof storages)[number]]
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const good = 'nine geese on a raft'

const openPool = (): Promise<Subject> =>
  openSubject(open, { settings: { loginUrl: 'https://login.example.com' } })

const bring = async ({ keepsake }: Subject, more: object = {}): Promise<string> => {
  const list = [{ username: 'margaret', email: 'margaret@example.com', password: good, ...more }]
  return (await valueOf(keepsake.users.create({ list }))).created[0]!.account.user.id
}
const issuesWith = async (password: string, of: object = {}): Promise<readonly string[]> => {
  const { keepsake } = await openPool()
  return inShort(await valueOf(keepsake.passwords.validate({ password, ...of }))).map(
    (each) => each.split(' ')[1] ?? '',
  )
}
const signIn = async ({ keepsake }: Subject, password: string): Promise<string> =>
  (await valueOf(keepsake.signIn({ login: 'margaret', password }))).verdict
const hashOf = async (subject: Subject, id: string): Promise<PasswordHash> =>
  (await valueOf(subject.rest.credentials.findByUserIds([userId(id)])))[0]!.hash

describe('verifiers', () => {
  test('SHALL require 15 characters where the password is the only factor', async () => {
    expect(await issuesWith('vexing otter k')).toStrictEqual(['password.too_short'])
    expect(await issuesWith('vexing otter kq')).toStrictEqual([])
  })

  test('SHALL require 8 characters where it is one of two factors', async () => {
    const subject = await openPool()
    const userId = await bring(subject, { otp: { secret } })
    const judged = async (password: string): Promise<readonly string[]> =>
      inShort(await valueOf(subject.keepsake.passwords.validate({ password, userId })))
    expect(await judged('vexotrk')).toStrictEqual(['password password.too_short'])
    expect(await judged('vexo tzk')).toStrictEqual([])
  })

  test('SHALL take a password that the subscriber chose, or that was assigned at random', async () => {
    const subject = await openPool()
    const list = [
      { username: 'one', email: 'one@example.com' },
      { username: 'two', email: 'two@example.com' },
    ]
    const options = { autoGeneratePassword: true }
    const { created } = await valueOf(subject.keepsake.users.create({ list, options }))
    const [one, two] = await Promise.all(created.map(({ account }) => hashOf(subject, account.user.id)))
    expect(one?.encoded).not.toBe(two?.encoded)
  })

  test('SHOULD permit at least 64 characters', async () => {
    const words = 'vexing otter kayaks past quiet zinc lamps and mauve jugs of rye tea'
    expect(words.length).toBeGreaterThanOrEqual(64)
    expect(await issuesWith(words)).toStrictEqual([])
    expect(await issuesWith(words.repeat(3))).toStrictEqual([])
  })

  test('SHOULD accept all printing ASCII characters and the space', async () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index))
    for (const each of ascii) expect(await issuesWith(`vexing${each}otter${each}kqz`), each).toStrictEqual([])
  })

  test('SHOULD accept Unicode, and SHALL count each code point as one character', async () => {
    expect(await issuesWith('蓝鲸在月光下弹着旧吉他🐋唱歌')).toStrictEqual(['password.too_short'])
    expect(await issuesWith('蓝鲸在月光下弹着旧吉他🐋唱歌呢')).toStrictEqual([])
  })

  test('SHALL NOT impose other composition rules', async () => {
    for (const password of ['vexing otter kqz', 'VEXINGOTTERKAYAK', '蓝鲸在月光下弹着旧吉他轻声唱歌'])
      expect(await issuesWith(password), password).toStrictEqual([])
  })

  test('SHALL NOT require periodic changes', async () => {
    const subject = await openPool()
    await bring(subject)
    subject.clock.set(subject.clock.now() + 10 * 365 * 86_400_000)
    expect(await signIn(subject, good)).toBe('signed_in')
  })

  test('SHALL force a change where there is evidence of compromise', async () => {
    const subject = await openPool()
    const userId = await bring(subject)
    await valueOf(subject.keepsake.passwords.requireChange({ userId }))
    expect(await signIn(subject, good)).toBe('password_change_required')
  })

  test('SHALL NOT store a hint, nor prompt for knowledge', async () => {
    const { keepsake } = await openPool()
    for (const field of ['passwordHint', 'hint', 'securityQuestion']) {
      const list = [{ username: 'hinted', [field]: 'my first pet' }]
      expect(await issuesOf(keepsake.users.create({ list }))).toStrictEqual([
        `list.0.${field} request.field_unknown`,
      ])
    }
  })

  test('SHALL request the password in full, and SHALL verify all of it', async () => {
    const subject = await openPool()
    const long = `${'vexing otter kayaks '.repeat(10)}end`
    await bring(subject, { password: long })
    for (const part of [long.slice(0, -1), long.slice(0, 72), long.slice(0, 8), long.slice(1), `${long} `])
      expect(await signIn(subject, part), part).toBe('wrong_credentials')
    expect(await signIn(subject, long)).toBe('signed_in')
  })

  test('SHOULD apply NFC before hashing: whatever NFC makes one is one here too, where NFKC is applied', async () => {
    const subject = await openPool()
    await bring(subject, { password: 'café ﬁnch ｖｅｘ otter' })
    for (const spelling of [
      'cafe\u0301 ﬁnch ｖｅｘ otter',
      'cafe\u0301 finch vex otter',
      'café finch ｖｅｘ otter',
    ])
      expect(await signIn(subject, spelling), spelling).toBe('signed_in')
  })

  test.each([
    ['commonly used', 'passwordpassword'],
    ['commonly used, with something put on', 'password12345678'],
    ['of a row of keys', 'qwertyuiopasdfgh'],
    ['made of dictionary words that everybody knows', 'correcthorsebatterystaple'],
    ['repetitive', 'aaaaaaaaaaaaaaaaaaaa'],
    ['sequential', '12345678901234567890'],
  ])('SHALL compare with a blocklist, and SHALL say why: %s', async (_, password) => {
    expect(await issuesWith(password)).toStrictEqual(['password.common'])
  })

  test('SHALL compare with names of the context, and SHALL say why', async () => {
    const user = { username: 'margaret', email: 'margaret.hamilton@example.com' }
    expect(await issuesWith('margarethamilton', { user })).toContain('password.resembles_identifier')
    expect(await issuesWith('margaret-margaret', { user })).toContain('password.resembles_identifier')
  })

  test('SHALL compare with derivatives of those names, that of the service among them', async () => {
    const { keepsake } = await openSubject(open, {
      settings: { loginUrl: 'https://login.example.com', passwords: { knownNames: ['Müllers Käseladen'] } },
    })
    for (const password of ['muellers-2024!!', 'Kaeseladen 2025', 'nedaleseak12345', 'K@es3l4den12345'])
      expect(inShort(await valueOf(keepsake.passwords.validate({ password }))), password).toContain(
        'password password.resembles_identifier',
      )
  })

  test('SHALL compare the whole password, and not words inside it', async () => {
    expect(await issuesWith('vexing password of otter kayaks')).toStrictEqual([])
  })

  test('SHALL require another one where it is on the list', async () => {
    const subject = await openPool()
    await bring(subject)
    const change = { login: 'margaret', password: good, newPassword: 'password12345678' }
    const refused = await subject.keepsake.passwords.change(change)
    expect(refused._unsafeUnwrapErr()).toMatchObject({
      issues: [{ code: 'password.common', path: ['newPassword'] }],
    })
    expect(await signIn(subject, good)).toBe('signed_in')
  })

  test('SHALL offer guidance: what is wrong, and how much is asked for', async () => {
    const { keepsake } = await openPool()
    const said = async (password: string): Promise<string> =>
      inWords((await valueOf(keepsake.passwords.validate({ password })))[0]!, 'en-US')
    expect(await said('short')).toBe('password is shorter than 15 characters')
    expect(await said('password12345678')).toMatch(/among the first that anybody would guess; choose one/u)
  })

  test('SHALL limit failed attempts: no more than 100 in a row reach the hash', async () => {
    const subject = await openPool()
    await bring(subject)
    let refusedAt: number | undefined
    for (let attempt = 1; attempt <= 101 && refusedAt === undefined; attempt += 1)
      if ((await signIn(subject, `wrong ${attempt} of them all`)) === 'too_many_attempts') refusedAt = attempt
    expect(refusedAt).toBeLessThanOrEqual(101)
  })

  test('SHALL store a salted hash of a suitable scheme, with a salt of 32 bits or more that is not shared', async () => {
    const subject = await openPool()
    const one = await hashOf(subject, await bring(subject))
    const other = await hashOf(
      subject,
      await bring(subject, { username: 'other', email: 'other@example.com' }),
    )
    const saltOf = ({ encoded }: PasswordHash): string => encoded.split('$').at(-2) ?? ''
    expect(one.format).toBe('argon2id')
    expect(Buffer.from(saltOf(one), 'base64').length * 8).toBeGreaterThanOrEqual(32)
    expect(saltOf(one)).not.toBe(saltOf(other))
    expect(one.encoded).not.toBe(other.encoded)
    expect(one.encoded).not.toContain(good)
  })

  test('SHOULD store which scheme and cost factor it is, with an output as long as the scheme’s', async () => {
    const subject = await openPool()
    const { format, cost, encoded } = await hashOf(subject, await bring(subject))
    expect([format, cost]).toStrictEqual(['argon2id', expect.stringMatching(/memory=\d+.*passes=\d+/u)])
    expect(Buffer.from(encoded.split('$').at(-1) ?? '', 'base64').length).toBeGreaterThanOrEqual(32)
  })

  test('the second factor of the example is one', async () => {
    const subject = await openPool()
    await bring(subject, { otp: { secret } })
    const answer = await valueOf(
      subject.keepsake.signIn({
        login: 'margaret',
        password: good,
        code: codeAt(secret, subject.clock.now()),
      }),
    )
    expect(answer.verdict).toBe('signed_in')
  })
})
