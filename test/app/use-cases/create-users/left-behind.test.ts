import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'

type Batch = Parameters<Subject['keepsake']['users']['create']>[0]

const [{ open }] = storages as readonly [(typeof storages)[number]]

const warningsOf = async (batch: Batch): Promise<readonly string[]> => {
  const { keepsake } = await openSubject(open, {
    settings: {
      loginUrl: 'https://login.example.com',
      activationUrl: 'https://login.example.com/activate',
    },
  })
  return inShort((await valueOf(keepsake.users.create(batch))).warnings)
}
const username = 'bob'
const password = 'correct horse'
const email = { sendNotification: { sendEmailNotification: true } }
const sms = { sendNotification: { sendPhoneNotification: true } }
const both = { sendNotification: { sendEmailNotification: true, sendPhoneNotification: true } }
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

describe('what is asked for and comes to nothing is named', () => {
  test.each<[string, Batch, readonly string[]]>([
    [
      'a change of a password that there is not',
      { list: [{ username, resetPasswordOnFirstLogin: true }] },
      ['list.0.password password.none_to_change'],
    ],
    [
      'the same where the batch asks',
      {
        list: [{ username, password }, { username: 'eve' }],
        options: { resetPasswordOnFirstLogin: true },
      },
      ['list.1.password password.none_to_change'],
    ],
    [
      'the same of a mark of no password',
      {
        list: [{ username, password: '!' }],
        options: { keepPassword: true, resetPasswordOnFirstLogin: true },
      },
      ['list.0.password password.kept_marks_no_password', 'list.0.password password.none_to_change'],
    ],
    [
      'the same of an empty password that counts as absent',
      {
        list: [{ username, password: '', resetPasswordOnFirstLogin: true }],
        options: { emptyIsAbsent: true },
      },
      ['list.0.password password.none_to_change'],
    ],
    ['nothing, where none is asked for', { list: [{ username, resetPasswordOnFirstLogin: false }] }, []],
    [
      'nothing, where there is a password',
      { list: [{ username, password, resetPasswordOnFirstLogin: true }] },
      [],
    ],
    [
      'words on a hash that is not there',
      {
        list: [
          {
            username,
            passwordEncryptType: 'rsa',
            passwordFormat: 'bcrypt',
            passwordPrehash: 'md5-hex',
            passwordEncoding: 'utf-16le',
            passwordSalt: 'a',
            passwordParameters: { cost: '10' },
          },
        ],
        options: { keepPassword: true },
      },
      [
        'passwordFormat',
        'passwordPrehash',
        'passwordEncoding',
        'passwordSalt',
        'passwordParameters',
        'passwordEncryptType',
      ].map((field) => `list.0.${field} password.none_to_speak_of`),
    ],
    [
      'nothing, where the batch speaks of hashes and one row has none',
      {
        list: [{ username }, { username: 'eve', password: bcrypt }],
        options: { keepPassword: true, passwordFormat: 'bcrypt' },
      },
      [],
    ],
    [
      'a notice by mail for somebody without an email',
      { list: [{ username }], options: email },
      ['list.0.email notice.nobody_reached'],
    ],
    [
      'a notice by mail for somebody with a phone alone',
      { list: [{ phone: '18812345678' }], options: email },
      ['list.0.email notice.nobody_reached'],
    ],
    [
      'a text message for somebody with an email alone',
      { list: [{ email: 'bob@example.com' }], options: sms },
      ['list.0.phone notice.nobody_reached'],
    ],
    [
      'a notice by either for somebody with neither',
      { list: [{ username }], options: both },
      ['list.0.email notice.nobody_reached'],
    ],
    [
      'nothing, where one of them arrives',
      { list: [{ phone: '18812345678' }, { email: 'bob@example.com' }], options: both },
      [],
    ],
    [
      'a generated password that nobody is told, once',
      { list: [{ username }], options: { autoGeneratePassword: true, ...email } },
      ['list.0.password password.generated_and_not_sent'],
    ],
    [
      'an address that is said to be verified, and is not there',
      { list: [{ username, emailVerified: true, phoneVerified: true }] },
      ['list.0.emailVerified user.nothing_to_verify', 'list.0.phoneVerified user.nothing_to_verify'],
    ],
    [
      'the same of an empty address that counts as absent',
      { list: [{ username, email: '', emailVerified: true }], options: { emptyIsAbsent: true } },
      ['list.0.emailVerified user.nothing_to_verify'],
    ],
    ['nothing, where it is said not to be verified', { list: [{ username, emailVerified: false }] }, []],
  ])('%s', async (_, batch, expected) => {
    expect(await warningsOf(batch)).toStrictEqual(expected)
  })

  test('row by row, of the rows that were written alone', async () => {
    const list = [
      { username, resetPasswordOnFirstLogin: true },
      { username, resetPasswordOnFirstLogin: true },
    ]
    expect(await warningsOf({ list, mode: 'each' })).toStrictEqual([
      'list.0.password password.none_to_change',
    ])
  })

  test('a photo that is no web address is refused', async () => {
    const { keepsake } = await openSubject(open)
    expect(
      await issuesOf(keepsake.users.create({ list: [{ username, photo: 'javascript:alert(1)' }] })),
    ).toStrictEqual(['list.0.photo user.photo_malformed'])
  })
})
