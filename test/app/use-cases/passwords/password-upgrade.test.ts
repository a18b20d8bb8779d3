import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { unavailable, type PasswordHash } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'correct horse'
/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
/** `htpasswd -nbBC 5 u "$(printf 'x%.0s' $(seq 72))"` */
const bcryptOf72 = '$2y$05$e.kaeqQAcgoPU16rccumeulJSbj32gTqAsGMq4.G961sk/YdBCCoe'
/** `printf 'correct horse' | argon2 0123456789abcdef -id -t 2 -k 1024 -p 1 -e`: more than the pool of these tests writes. */
const strongArgon2 =
  '$argon2id$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tCGweEmNNiMdfjqoFl9ZKRl/bO0NJTtJMmax1Il43Gc'

const bring = async (
  subject: Subject,
  kept: string,
  extra: object = {},
): Promise<() => Promise<PasswordHash>> => {
  const report = await valueOf(
    subject.keepsake.users.create({
      list: [{ username: 'bob', password: kept, ...extra }],
      options: { keepPassword: true },
    }),
  )
  const id = report.created[0]!.account.user.id
  return async () => (await valueOf(subject.rest.credentials.findByUserIds([id])))[0]!.hash
}

const signIn = async ({ keepsake }: Subject, given = password): Promise<string> =>
  (await valueOf(keepsake.signIn({ login: 'bob', password: given }))).verdict

describe.each(storages)("on $name, a kept hash that is weaker than the pool's", ({ open }) => {
  test('is replaced at the first sign-in by one of the same password, and stays then', async () => {
    const subject = await openSubject(open)
    const hash = await bring(subject, bcrypt)
    subject.clock.set(startedAt + 60_000)
    expect(await signIn(subject)).toBe('signed_in')
    const upgraded = await hash()
    expect(upgraded.format).toBe('argon2id')
    expect(await signIn(subject)).toBe('signed_in')
    expect(await signIn(subject, 'another')).toBe('wrong_credentials')
    expect(await hash()).toEqual(upgraded)
    const account = await valueOf(subject.keepsake.users.find({ login: 'bob' }))
    expect(account?.password).toEqual({ setAt: startedAt, mustChange: false })
  })

  test('is replaced once by many sign-ins at one moment, and every one of them succeeds', async () => {
    const subject = await openSubject(open)
    const hash = await bring(subject, bcrypt)
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => signIn(subject)))
    expect(new Set(verdicts)).toEqual(new Set(['signed_in']))
    expect((await hash()).format).toBe('argon2id')
    expect(await signIn(subject)).toBe('signed_in')
  })

  test('stays where the password was wrong, and is replaced where a right one still needs a code', async () => {
    const subject = await openSubject(open)
    const hash = await bring(subject, bcrypt, { otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } })
    expect(await signIn(subject, 'another')).toBe('wrong_credentials')
    expect(await hash()).toMatchObject({ format: 'bcrypt', encoded: bcrypt })
    expect(await signIn(subject)).toBe('otp_required')
    expect((await hash()).format).toBe('argon2id')
  })

  test('does until the next time where the hasher does not answer', async () => {
    let busy = true
    const subject = await openSubject(open, {
      ports: ({ passwordHasher }) => ({
        passwordHasher: {
          hash: (plain) =>
            busy ? errAsync(unavailable('password-hasher', new Error('busy'))) : passwordHasher.hash(plain),
        },
      }),
    })
    const hash = await bring(subject, bcrypt)
    expect(await signIn(subject)).toBe('signed_in')
    expect((await hash()).format).toBe('bcrypt')
    busy = false
    expect(await signIn(subject)).toBe('signed_in')
    expect((await hash()).format).toBe('argon2id')
  })
})

describe.each(storages)("on $name, a kept hash that is stronger than the pool's", ({ open }) => {
  test('is never replaced by a weaker one', async () => {
    const subject = await openSubject(open)
    const hash = await bring(subject, strongArgon2)
    expect(await signIn(subject)).toBe('signed_in')
    expect(await hash()).toMatchObject({ format: 'argon2id', encoded: strongArgon2 })
  })
})

describe.each(storages)('on $name, a digest that was wrapped', ({ open }) => {
  /** `printf %s 'correct horse' | md5sum` */
  const md5 = '3cb4e732631f47e6eb961f34554b7cde'
  const current = { memory: 64, passes: 1, parallelism: 1 }

  test('is replaced at the first sign-in by argon2id of the password alone', async () => {
    const verifier = await openPasswordVerifier({ current })
    const wrapped = await valueOf(verifier.recognise(md5, 'md5').asyncAndThen((hash) => verifier.wrap(hash)))
    const subject = await openSubject(open)
    const hash = await bring(subject, wrapped.encoded, { passwordFormat: wrapped.format })
    expect(await hash()).toEqual(wrapped)
    expect(await signIn(subject, 'another')).toBe('wrong_credentials')
    expect(await hash()).toEqual(wrapped)
    expect(await signIn(subject)).toBe('signed_in')
    expect(await hash()).toMatchObject({ format: 'argon2id', cost: wrapped.cost })
    expect(await signIn(subject)).toBe('signed_in')
    expect(await signIn(subject, 'another')).toBe('wrong_credentials')
  })

  test('cannot be brought by its shape alone', async () => {
    const subject = await openSubject(open)
    const encoded = '$argon2id-over$md5$$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA'
    const list = [{ username: 'bob', password: encoded }]
    expect(await issuesOf(subject.keepsake.users.create({ list, options: { keepPassword: true } }))).toEqual([
      'list.0.password password.kept_hash_ambiguous',
    ])
  })
})

describe.each(storages)('on $name, a bcrypt hash of a password over 72 bytes', ({ open }) => {
  const long = 'x'.repeat(72)

  test('signs in by its first 72, and from then on by the whole', async () => {
    const subject = await openSubject(open)
    await bring(subject, bcryptOf72)
    expect(await signIn(subject, `${long} and more`)).toBe('signed_in')
    expect(await signIn(subject, `${long} and other`)).toBe('wrong_credentials')
    expect(await signIn(subject, `${long} and more`)).toBe('signed_in')
  })

  test('signs nobody in where the pool refuses it', async () => {
    const subject = await openSubject(open, {
      ports: async () => ({ passwordVerifier: await openPasswordVerifier({ bcryptOver72: 'refuse' }) }),
    })
    await bring(subject, bcryptOf72)
    expect(await signIn(subject, `${long} and more`)).toBe('wrong_credentials')
    expect(await signIn(subject, long)).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a hash that a custom verifier checks', ({ open }) => {
  const passwordFormat = 'custom:reversed'
  const reversed = { matches: (text: string, encoded: string) => [...text].toReversed().join('') === encoded }

  test('signs its user in, and is replaced at once', async () => {
    const subject = await openSubject(open, {
      ports: async () => ({ passwordVerifier: await openPasswordVerifier({ custom: { reversed } }) }),
    })
    const hash = await bring(subject, 'esroh tcerroc', { passwordFormat })
    expect(await hash()).toMatchObject({ format: passwordFormat, encoded: 'esroh tcerroc' })
    expect(await signIn(subject, 'another')).toBe('wrong_credentials')
    expect(await signIn(subject)).toBe('signed_in')
    expect((await hash()).format).toBe('argon2id')
    expect(await signIn(subject)).toBe('signed_in')
  })

  test('is of no use where the verifier is gone: nobody is signed in, and the hash rests', async () => {
    const subject = await openSubject(open, {
      ports: async () => ({ passwordVerifier: await openPasswordVerifier({ custom: { reversed } }) }),
    })
    const hash = await bring(subject, 'esroh tcerroc', { passwordFormat })
    const without = await openSubject(open, { on: subject.opened })
    expect(await signIn(without)).toBe('wrong_credentials')
    expect(await signIn(without, 'esroh tcerroc')).toBe('wrong_credentials')
    expect((await hash()).format).toBe(passwordFormat)
  })
})
