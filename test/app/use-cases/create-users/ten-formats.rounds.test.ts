import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import type { PasswordHash } from '@keepsake/domain'
import { parsePlainPassword } from '@keepsake/domain/rules'
import { argon2id, bcrypt } from 'hash-wasm'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { timeout, times } from '../../../effort.ts'

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/u, '')
const pbkdf2 = (password: string, salt: string | Buffer, digest: string): Buffer =>
  pbkdf2Sync(password, salt, 100, 32, digest)

/** Hashes as other systems write them, made by node:crypto and hash-wasm, cheap ones, each with a salt of its own. */
const formats: Readonly<Record<string, (password: string, salt: Buffer) => string | Promise<string>>> = {
  md5: (password) => createHash('md5').update(password).digest('hex'),
  'ldap-ssha': (password, salt) => {
    const digest = createHash('sha1').update(password).update(salt).digest()
    return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`
  },
  mysql41: (password) => {
    const digest = createHash('sha1').update(createHash('sha1').update(password).digest())
    return `*${digest.digest('hex').toUpperCase()}`
  },
  bcrypt: (password, salt) => bcrypt({ password, salt, costFactor: 4, outputType: 'encoded' }),
  // Less than the pool of these tests writes.
  argon2id: (password, salt) =>
    argon2id({
      password,
      salt,
      memorySize: 32,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
      outputType: 'encoded',
    }),
  pbkdf2: (password, salt) =>
    `$pbkdf2-sha512$i=100,l=32$${base64(salt)}$${base64(pbkdf2(password, salt, 'sha512'))}`,
  'django-pbkdf2': (password, salt) => {
    const text = salt.toString('hex')
    return `pbkdf2_sha256$100$${text}$${pbkdf2(password, text, 'sha256').toString('base64')}`
  },
  scrypt: (password, salt) =>
    `$scrypt$ln=4,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 }))}`,
  'aspnet-identity-v3': (password, salt) => {
    // A marker, the number of SHA-256, the iterations and the bytes of salt.
    const head = Buffer.from('01000000010000006400000010', 'hex')
    return Buffer.concat([head, salt, pbkdf2(password, salt, 'sha256')]).toString('base64')
  },
  keycloak: (password, salt) =>
    JSON.stringify({
      credentialData: { hashIterations: 100, algorithm: 'pbkdf2-sha256' },
      secretData: {
        value: pbkdf2(password, salt, 'sha256').toString('base64'),
        salt: salt.toString('base64'),
      },
    }),
}

const names = Object.keys(formats)

const loginOf = (format: string, index: number): string => `${format}-${index}`
const passwordOf = (format: string, index: number): string => `the password of ${index} in ${format}`

/** One batch a format; each hash is named where its shape does not tell the format. */
const bring = async ({ keepsake }: Subject, format: string, count: number): Promise<void> => {
  const list = []
  for (let index = 0; index < count; index += 1)
    list.push({
      username: loginOf(format, index),
      password: await formats[format]!(passwordOf(format, index), randomBytes(16)),
    })
  const options = { keepPassword: true, ...(format === 'md5' && { passwordFormat: 'md5' }) }
  await valueOf(keepsake.users.create({ list, options }))
}

const signIn = async ({ keepsake }: Subject, login: string, password: string): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password }))).verdict

/** Every user's verdict with the password given, some at a time; a verdict stands once. */
const verdictsOf = async (
  subject: Subject,
  count: number,
  passwordFor: (format: string, index: number) => string,
): Promise<ReadonlySet<string>> => {
  const verdicts = new Set<string>()
  for (let index = 0; index < count; index += 1)
    for (const verdict of await Promise.all(
      names.map((format) => signIn(subject, loginOf(format, index), passwordFor(format, index))),
    ))
      verdicts.add(verdict)
  return verdicts
}

const nameOf = ({ format, cost }: PasswordHash): string => `${format} ${cost}`

const surveyOf = async ({ rest }: Subject): Promise<readonly (readonly [string, number])[]> =>
  (await valueOf(rest.credentials.survey()))
    .map(({ users, example }) => [nameOf(example), users] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))

const usersOfAFormat: Readonly<Record<string, number>> = {
  SQLite: times({ short: 200, long: 1000 }),
  memory: 100,
}

describe.each(storages)('on $name, users who move in with hashes of ten formats', ({ name, open }) => {
  test(
    'all sign in with the passwords they had, and have the pool’s own hashes from then on',
    async () => {
      const count = usersOfAFormat[name]!
      const subject = await openSubject(open)
      for (const format of names) await bring(subject, format, count)
      const before = await surveyOf(subject)
      expect(before.map(([hash]) => hash.split(' ')[0])).toEqual(names.toSorted())
      expect(before.map(([, users]) => users)).toEqual(names.map(() => count))

      expect(await verdictsOf(subject, 2, (format, index) => passwordOf(format, index + 1))).toEqual(
        new Set(['wrong_credentials']),
      )
      expect(await surveyOf(subject)).toEqual(before)

      expect(await verdictsOf(subject, count, passwordOf)).toEqual(new Set(['signed_in']))
      const own = await valueOf(subject.ports.passwordHasher.hash(parsePlainPassword('any')._unsafeUnwrap()))
      expect(await surveyOf(subject)).toEqual([[nameOf(own), names.length * count]])

      expect(await verdictsOf(subject, 2, passwordOf)).toEqual(new Set(['signed_in']))
      expect(await verdictsOf(subject, 2, (format, index) => passwordOf(format, index + 1))).toEqual(
        new Set(['wrong_credentials']),
      )
    },
    timeout,
  )
})
