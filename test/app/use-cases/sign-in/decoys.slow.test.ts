import { setImmediate, setTimeout } from 'node:timers/promises'
import type { CreateUsers } from '@keepsake/app'
import { unavailable, type HashVerdict, type PasswordHash, type Stores } from '@keepsake/domain'
import { errAsync, ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { wrapStorage } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const tenMinutes = 10 * 60_000

type Check = {
  readonly text: string
  readonly hash: Pick<PasswordHash, 'format' | 'encoded'>
  readonly verdict: HashVerdict
}

type Survey = Stores['credentials']['survey']

/**
 * `checks`: every check of a password, as they come; `survey`: how the pool's hashes are counted from now on; `surveys`:
 * every count that was begun.
 */
type Watched = Subject & {
  readonly checks: Check[]
  readonly surveys: ReturnType<Survey>[]
  survey: (usual: Survey) => ReturnType<Survey>
}

const openWatched = async (open: OpenSubject): Promise<Watched> => {
  const watched: Pick<Watched, 'checks' | 'surveys' | 'survey'> = {
    checks: [],
    surveys: [],
    survey: (usual) => usual(),
  }
  const subject = await openSubject(open, {
    ports: ({ storage, passwordVerifier }) => ({
      storage: wrapStorage(storage, (stores) => {
        const survey: Survey = () => {
          const begun = watched.survey(stores.credentials.survey)
          watched.surveys.push(begun)
          return begun
        }
        return { ...stores, credentials: { ...stores.credentials, survey } }
      }),
      passwordVerifier: {
        ...passwordVerifier,
        verify: (text, hash) =>
          passwordVerifier.verify(text, hash).map((verdict) => {
            watched.checks.push({ text, hash, verdict })
            return verdict
          }),
      },
    }),
  })
  return Object.assign(watched, subject)
}

/** Once every count that was begun has come to its end, and whatever waits for that has seen it. */
const settled = async ({ surveys }: Watched): Promise<void> => {
  await Promise.allSettled(surveys)
  await setImmediate()
}

/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const bcrypt = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
/** `perl -MDigest::SHA=sha1 -MMIME::Base64 -e 'print encode_base64(sha1("correct horse battery" . "saltsalt") . "saltsalt")'` */
const ssha = '{SSHA}+zgJCcduvLFhD+Rk7/v3C0FqyKpzYWx0c2FsdA=='

const bring = async ({ keepsake }: Subject, count: number, kept: string | undefined): Promise<void> => {
  const list = Array.from({ length: count }, (_, index) => ({
    username: `${kept?.slice(0, 5) ?? 'set'}-${index}`,
    password: kept ?? password,
  }))
  const command: CreateUsers = { list, options: { keepPassword: kept !== undefined } }
  await valueOf(keepsake.users.create(command))
}

const attempt = async ({ keepsake }: Subject, login: string, given = 'a guess'): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password: given }))).verdict

/** The hashes that the next attempts at these logins are checked against. */
const checked = async (subject: Watched, logins: readonly string[]): Promise<readonly Check['hash'][]> => {
  subject.checks.length = 0
  for (const login of logins) await attempt(subject, login)
  return subject.checks.map(({ hash }) => hash)
}

const nobodies = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `nobody-${index}`)

const countBy = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [name, names.filter((each) => each === name).length]),
  )

const formatsOf = (hashes: readonly Check['hash'][]): readonly string[] => hashes.map(({ format }) => format)

describe.each(storages)('on $name, an attempt at a login that leads to nobody', ({ open }) => {
  test('is checked against a hash of a format and cost that users have', async () => {
    const subject = await openWatched(open)
    await bring(subject, 3, bcrypt)
    await bring(subject, 3, ssha)
    for (const { encoded } of await checked(subject, nobodies(20))) expect([bcrypt, ssha]).toContain(encoded)
  })

  test('is checked against each as often as users have it', async () => {
    const subject = await openWatched(open)
    await bring(subject, 10, bcrypt)
    await bring(subject, 25, ssha)
    await bring(subject, 15, undefined)
    const attempts = 2000
    const found = countBy(formatsOf(await checked(subject, nobodies(attempts))))
    const shares = { argon2id: 0.3, bcrypt: 0.2, 'ldap-ssha': 0.5 }
    expect(Object.keys(found)).toEqual(Object.keys(shares))
    const chiSquare = Object.entries(shares).reduce(
      (sum, [format, share]) => sum + (found[format]! - share * attempts) ** 2 / (share * attempts),
      0,
    )
    // With two degrees of freedom, one key in a thousand comes out above this; the key of these tests never changes.
    expect(chiSquare).toBeLessThan(13.8)
  })

  test('is checked against the same hash at every time, however the login is spelt', async () => {
    const subject = await openWatched(open)
    await bring(subject, 3, bcrypt)
    await bring(subject, 3, ssha)
    for (const spell of [
      (index: number) => [`nobody-${index}`, ` nobody-${index} `, `ｎobody-${index}`],
      (index: number) => [`nobody-${index}@example.com`, `NOBODY-${index}@Example.com`],
      (index: number) => [`188123456${10 + index}`, `+86 188 1234 56${10 + index}`],
    ])
      for (let index = 0; index < 20; index += 1) {
        const spellings = spell(index)
        expect(new Set(formatsOf(await checked(subject, [...spellings, ...spellings]))).size).toBe(1)
      }
  })

  test('lets nobody in who guesses the password behind the decoy', async () => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'eve' }] }))
    subject.checks.length = 0
    for (const login of ['nobody', 'eve']) {
      expect(await attempt(subject, login, password)).toBe('wrong_credentials')
      const newPassword = 'nine geese on a raft'
      const change = { login, password, newPassword }
      expect(await valueOf(subject.keepsake.passwords.change(change))).toEqual({
        verdict: 'wrong_credentials',
      })
    }
    expect(subject.checks.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => 'outdated'))
  })

  test('is checked against a hash of the pool’s own making as long as nobody has a password', async () => {
    const subject = await openWatched(open)
    const [first, second] = await checked(subject, ['nobody', 'somebody else'])
    expect(first?.format).toBe('argon2id')
    expect(second).toEqual(first)
    await bring(subject, 1, bcrypt)
    expect(formatsOf(await checked(subject, ['nobody']))).toEqual(['bcrypt'])
  })
})

describe.each(storages)('on $name, the pool’s hashes', ({ open }) => {
  test('are counted once for attempts at one moment', async () => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    // Long enough for all of them to come while it is under way.
    subject.survey = (usual) => ResultAsync.fromSafePromise(setTimeout(100)).andThen(() => usual())
    await Promise.all(nobodies(20).map((login) => attempt(subject, login)))
    await attempt(subject, 'nobody')
    expect(subject.surveys).toHaveLength(1)
  })

  test('are counted anew after ten minutes, and nobody waits for it', async () => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    await attempt(subject, 'nobody')
    subject.clock.set(startedAt + tenMinutes - 1)
    await attempt(subject, 'nobody')
    expect(subject.surveys).toHaveLength(1)

    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    subject.survey = (usual) => ResultAsync.fromSafePromise(ended).andThen(() => usual())
    await bring(subject, 99, ssha)
    subject.clock.set(startedAt + tenMinutes)
    expect(formatsOf(await checked(subject, nobodies(5)))).toEqual(Array.from({ length: 5 }, () => 'bcrypt'))
    subject.clock.set(startedAt + 3 * tenMinutes)
    expect(formatsOf(await checked(subject, ['nobody']))).toEqual(['bcrypt'])
    expect(subject.surveys).toHaveLength(2)

    end()
    await settled(subject)
    expect(formatsOf(await checked(subject, nobodies(5)))).toContain('ldap-ssha')
  })

  test('are counted anew once a clock that ran ahead is right again', async () => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    subject.clock.set(startedAt + 1000 * tenMinutes)
    await attempt(subject, 'nobody')
    subject.clock.set(startedAt)
    await attempt(subject, 'nobody')
    expect(subject.surveys).toHaveLength(2)
  })

  test.each<[string, Watched['survey']]>([
    ['fails', () => errAsync(unavailable('storage', new Error('down')))],
    ['rejects', () => new ResultAsync(Promise.reject(new Error('a defect')))],
    [
      'throws',
      () => {
        throw new Error('a defect')
      },
    ],
  ])('stay as they were counted before where a later count %s', async (_, survey) => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    await attempt(subject, 'nobody')
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    subject.survey = survey
    for (const times of [1, 2]) {
      subject.clock.set(startedAt + times * tenMinutes)
      expect(formatsOf(await checked(subject, nobodies(3)))).toEqual(['bcrypt', 'bcrypt', 'bcrypt'])
    }
    await settled(subject)
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])

    await bring(subject, 99, ssha)
    subject.survey = (usual) => usual()
    subject.clock.set(startedAt + 3 * tenMinutes)
    await attempt(subject, 'nobody')
    await settled(subject)
    expect(formatsOf(await checked(subject, nobodies(5)))).toContain('ldap-ssha')
  })

  test('have to be counted before anybody is let in', async () => {
    const subject = await openWatched(open)
    await bring(subject, 1, undefined)
    subject.survey = () => errAsync(unavailable('storage', new Error('down')))
    for (const login of ['nobody', 'set-0'])
      expect(await errorOf(subject.keepsake.signIn({ login, password }))).toMatchObject({
        kind: 'unavailable',
        part: 'storage',
      })
    subject.survey = (usual) => usual()
    expect(await attempt(subject, 'set-0', password)).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a user whose hash cannot be read', ({ open }) => {
  const unreadable = { format: 'of a reader that is gone', cost: '', encoded: 'unreadable' }

  const openWithBob = async (): Promise<Watched> => {
    const subject = await openWatched(open)
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const [present] = await valueOf(subject.rest.credentials.findByUserIds(subject.ids()))
    await valueOf(subject.rest.credentials.replace(present!.hash, { ...present!, hash: unreadable }))
    return subject
  }

  test.each([
    ['a password', password],
    ['a text that is too long for one', 'x'.repeat(5000)],
  ])('is checked against a decoy as well, by %s', async (_, given) => {
    const subject = await openWithBob()
    await bring(subject, 1, bcrypt)
    subject.checks.length = 0
    expect(await attempt(subject, 'bob', given)).toBe('wrong_credentials')
    expect(formatsOf(subject.checks.map(({ hash }) => hash))).toEqual([unreadable.format, 'bcrypt'])
  })

  test('is no decoy, for a check that computes nothing is over at once', async () => {
    const subject = await openWithBob()
    expect(formatsOf(await checked(subject, ['nobody']))).toEqual(['argon2id'])
    await bring(subject, 1, bcrypt)
    subject.clock.set(startedAt + tenMinutes)
    await attempt(subject, 'nobody')
    await settled(subject)
    expect(new Set(formatsOf(await checked(subject, nobodies(20))))).toEqual(new Set(['bcrypt']))
  })
})

describe.each(storages)('on $name, a text that is no password', ({ open }) => {
  test.each([
    ['empty', ''],
    ['of too many bytes', 'x'.repeat(1_000_000)],
    ['of too many characters', 'x'.repeat(1025)],
    ['not well-formed', 'a\ud800'],
  ])('because it is %s costs a check at the user’s own hash', async (_, given) => {
    const subject = await openWatched(open)
    await bring(subject, 1, bcrypt)
    await bring(subject, 1, ssha)
    await attempt(subject, 'nobody')
    for (const [login, encoded] of [
      [`${bcrypt.slice(0, 5)}-0`, bcrypt],
      [`${ssha.slice(0, 5)}-0`, ssha],
    ]) {
      subject.checks.length = 0
      expect(await attempt(subject, login!, given)).toBe('wrong_credentials')
      expect(subject.checks).toMatchObject([{ text: '', hash: { encoded } }])
    }
  })

  test('is wrong where the user’s kept hash is that of the empty one', async () => {
    const subject = await openWatched(open)
    // `printf '' | md5sum`
    const row = { username: 'bob', password: 'd41d8cd98f00b204e9800998ecf8427e', passwordFormat: 'md5' }
    await valueOf(subject.keepsake.users.create({ list: [row], options: { keepPassword: true } }))
    for (const given of ['', 'x'.repeat(1025)])
      expect(await attempt(subject, 'bob', given)).toBe('wrong_credentials')
    expect(subject.checks.map(({ verdict }) => verdict)).toEqual(['outdated', 'outdated'])
  })
})
