import { constants, publicEncrypt } from 'node:crypto'
import type { CreateUsersOptions, NewUser } from '@keepsake/domain'
import { sm2 } from 'sm-crypto'
import { describe, expect, test } from 'vitest'
import { hashVectors, over72 } from '../../../adapters/password/vectors.ts'
import {
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'
import { publicKeyOf } from '../../../builders/public-key.ts'

/** As callers encrypt for each transport: PKCS#1 v1.5 under the published RSA key, sm-crypto's default under the SM2 key. */
const encrypt = (text: string, encryptType: string, { ports }: Subject): string => {
  const { rsa, sm2: chinese } = ports.transportCiphers
  if (encryptType === 'rsa')
    return publicEncrypt(
      { key: publicKeyOf(rsa), padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(text),
    ).toString('base64')
  return encryptType === 'sm2' ? sm2.doEncrypt(text, publicKeyOf(chinese)) : text
}

/** A pool that has generated passwords told, and no links sent. */
const tellingPasswords = {
  loginUrl: 'https://example.com/login',
  newAccounts: 'generated-password',
} as const

const encryptTypes = ['none', 'rsa', 'sm2'] as const
const password = 'correct horse 电池'
const kept = hashVectors('bcrypt').find((vector) => vector.password.length > 8 && !over72(vector))!

/** What a row and its batch say of a forced change, and what comes of it: the stricter wins, then the row. */
const mustChangeSources = [undefined, false, true].flatMap((row) =>
  [undefined, false, true].map((batch) => ({ row, batch, asked: row === true || batch === true })),
)

const change = (flag: boolean | undefined): { resetPasswordOnFirstLogin?: boolean } =>
  flag === undefined ? {} : { resetPasswordOnFirstLogin: flag }

describe.each(storages)('on $name, a password', ({ open }) => {
  describe.each(mustChangeSources)('to be changed: row $row, batch $batch', ({ row, batch, asked }) => {
    test.each(encryptTypes)('that is sent under %s is set, and lets its owner in', async (encryptType) => {
      const subject = await openSubject(open)
      const sent = encrypt(password, encryptType, subject)
      const list = [{ username: 'bob', password: sent, passwordEncryptType: encryptType, ...change(row) }]
      const { created } = await valueOf(subject.keepsake.users.create({ list, options: change(batch) }))
      expect(created[0]!.account.password).toEqual({ setAt: startedAt, mustChange: asked })
      const answer = await valueOf(subject.keepsake.signIn({ login: 'bob', password }))
      expect(answer.verdict).toBe(asked ? 'password_change_required' : 'signed_in')
    })

    test.each(encryptTypes)(
      'whose hash is sent under %s is kept as it is, and lets its owner in',
      async (encryptType) => {
        const subject = await openSubject(open)
        const sent = encrypt(kept.encoded, encryptType, subject)
        const list = [{ username: 'bob', password: sent, passwordEncryptType: encryptType, ...change(row) }]
        const options = { keepPassword: true, ...change(batch) }
        const { created } = await valueOf(subject.keepsake.users.create({ list, options }))
        const { user, password: told } = created[0]!.account
        expect(told).toEqual({ setAt: startedAt, mustChange: asked })
        const [credential] = await valueOf(subject.rest.credentials.findByUserIds([user.id]))
        expect(credential?.hash).toEqual({ format: 'bcrypt', cost: 'cost=4', encoded: kept.encoded })
        const right = await valueOf(subject.keepsake.signIn({ login: 'bob', password: kept.password }))
        expect(right.verdict).toBe(asked ? 'password_change_required' : 'signed_in')
        const byHash = await valueOf(subject.keepsake.signIn({ login: 'bob', password: kept.encoded }))
        expect(byHash.verdict).toBe('wrong_credentials')
      },
    )

    test('that is generated must be changed unless that is denied in so many words', async () => {
      const subject = await openSubject(open, { settings: tellingPasswords })
      const list = [{ username: 'bob', email: 'bob@example.com', ...change(row) }]
      const sendNotification = { sendEmailNotification: true }
      const options = { autoGeneratePassword: true, sendNotification, ...change(batch) }
      const { created } = await valueOf(subject.keepsake.users.create({ list, options }))
      const mustChange = asked || (row === undefined && batch === undefined)
      expect(created[0]!.account.password).toEqual({ setAt: startedAt, mustChange })
      await valueOf(subject.keepsake.notices.deliver())
      const generated = passwordIn(subject.sender.messages()[0])!
      expect(generated).toMatch(/^[2-9A-HJ-NP-Za-km-z]{24}$/u)
      const answer = await valueOf(subject.keepsake.signIn({ login: 'bob', password: generated }))
      expect(answer.verdict).toBe(mustChange ? 'password_change_required' : 'signed_in')
    })

    test.each<CreateUsersOptions>([{}, { keepPassword: true }])(
      'that is not sent is not there, whatever the options say: %j',
      async (options) => {
        const { keepsake, rest } = await openSubject(open)
        const list = [{ username: 'bob', ...change(row) }]
        const { created } = await valueOf(
          keepsake.users.create({ list, options: { ...options, ...change(batch) } }),
        )
        expect(created[0]!.account.password).toBeUndefined()
        expect(await valueOf(rest.credentials.findByUserIds([created[0]!.account.user.id]))).toEqual([])
        expect(await valueOf(keepsake.signIn({ login: 'bob', password: '' }))).toEqual({
          verdict: 'wrong_credentials',
        })
      },
    )
  })

  test.each([
    ['rsa', 'none'],
    ['none', 'sm2'],
    ['sm2', 'rsa'],
  ])('under %s by its row is read so, whatever the batch says: %s', async (own, batch) => {
    const subject = await openSubject(open)
    const list = [
      { username: 'own', password: encrypt(password, own, subject), passwordEncryptType: own },
      { username: 'batch', password: encrypt(password, batch, subject) },
    ]
    await valueOf(subject.keepsake.users.create({ list, options: { passwordEncryptType: batch } }))
    for (const login of ['own', 'batch'])
      expect((await valueOf(subject.keepsake.signIn({ login, password }))).verdict).toBe('signed_in')
  })

  const refusals: readonly (readonly [string, NewUser, CreateUsersOptions, string])[] = [
    ['empty', { password: '' }, {}, 'list.0.password password.empty'],
    ['too long', { password: 'x'.repeat(1025) }, {}, 'list.0.password password.too_long'],
    ['not text', { password: 'a\ud800' }, {}, 'list.0.password password.not_text'],
    [
      'under a cipher that nobody knows',
      { password: 'x', passwordEncryptType: 'aes' },
      {},
      'list.0.passwordEncryptType password.encrypt_type_unknown',
    ],
    [
      'under a cipher that nobody knows, by its batch',
      { password: 'x' },
      { passwordEncryptType: 'aes' },
      'options.passwordEncryptType password.encrypt_type_unknown',
    ],
    [
      'in clear and called RSA',
      { password: 'hunter22', passwordEncryptType: 'rsa' },
      {},
      'list.0.password password.undecryptable',
    ],
    [
      'in clear and called SM2',
      { password: 'hunter22', passwordEncryptType: 'sm2' },
      {},
      'list.0.password password.undecryptable',
    ],
    [
      'to be kept and no hash',
      { password: 'hunter22' },
      { keepPassword: true },
      'list.0.password password.kept_is_no_hash',
    ],
    [
      'to be kept and a hash that is too dear to check',
      { password: kept.encoded.replace(/^\$2.\$\d\d/u, '$2b$31') },
      { keepPassword: true },
      'list.0.password password.kept_hash_too_costly',
    ],
    [
      'sent where one is to be generated',
      { password: 'hunter22' },
      { autoGeneratePassword: true },
      'list.0.password password.given_and_generate',
    ],
    [
      'to be kept and to be generated',
      {},
      { keepPassword: true, autoGeneratePassword: true },
      'options.autoGeneratePassword password.keep_and_generate',
    ],
  ]
  test.each(refusals)('that is %s is refused, and nothing is written', async (_, row, options, named) => {
    const subject = await openSubject(open)
    const before = await everythingIn(subject)
    const command = { list: [{ username: 'bob', ...row }], options }
    expect(await issuesOf(subject.keepsake.users.create(command))).toEqual([named])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test.each(['rsa', 'sm2'])('under %s is refused by a pool that does not offer it', async (encryptType) => {
    const { keepsake } = await openSubject(open, { ports: () => ({ transportCiphers: {} }) })
    const list = [{ username: 'bob', password: 'x', passwordEncryptType: encryptType }]
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([
      'list.0.password password.encrypt_type_not_offered',
    ])
  })

  test('that is too short for PKCS#1 v1.5 is refused as that, and its batch goes on', async () => {
    const subject = await openSubject(open)
    const texts = ['cat', 'dog', 'pig', '短', 'long enough']
    const list = texts.map((text, row) => ({ username: `u${row}`, password: encrypt(text, 'rsa', subject) }))
    const command = { list, options: { passwordEncryptType: 'rsa' } } as const
    expect(await issuesOf(subject.keepsake.users.create(command))).toEqual(
      [0, 1, 2, 3].map((row) => `list.${row}.password password.too_short_for_padding`),
    )
    const { created, refused } = await valueOf(subject.keepsake.users.create({ ...command, mode: 'each' }))
    expect(created.map(({ row }) => row)).toEqual([4])
    expect(refused.map(({ row, issues }) => [row, issues.map(({ code, params }) => [code, params])])).toEqual(
      [0, 1, 2, 3].map((row) => [row, [['password.too_short_for_padding', { leastBytes: 6 }]]]),
    )
  })

  test('that is kept under RSA and is no hash once it is opened is refused', async () => {
    const subject = await openSubject(open)
    const sent = encrypt('no hash', 'rsa', subject)
    const list = [{ username: 'bob', password: sent, passwordEncryptType: 'rsa' }]
    const options = { keepPassword: true }
    expect(await issuesOf(subject.keepsake.users.create({ list, options }))).toEqual([
      'list.0.password password.kept_is_no_hash',
    ])
  })

  test('is generated anew for every user', async () => {
    const subject = await openSubject(open, { settings: tellingPasswords })
    const list = Array.from({ length: 40 }, (_, index) => ({ email: `user-${index}@example.com` }))
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    await valueOf(subject.keepsake.users.create({ list, options }))
    await valueOf(subject.keepsake.notices.deliver())
    const told = subject.sender.messages().map(passwordIn)
    expect(new Set(told).size).toBe(40)
  })

  test('is right in every Unicode spelling of its owner’s keyboard', async () => {
    const { keepsake } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password: 'Ame\u0301lie ﬁre' }] }))
    for (const spelling of ['Amélie ﬁre', 'Ame\u0301lie fire'])
      expect((await valueOf(keepsake.signIn({ login: 'bob', password: spelling }))).verdict).toBe('signed_in')
    expect((await valueOf(keepsake.signIn({ login: 'bob', password: 'amélie fire' }))).verdict).toBe(
      'wrong_credentials',
    )
  })
})
