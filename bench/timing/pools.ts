import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { NewUser, PasswordVerifier } from '@keepsake/domain'
import { oldSystem } from './old-system.ts'

/** The password of everybody in these pools. */
export const password = 'correct horse'

/** What a user brings for the password: in clear, or a hash that is kept. */
export type Brought = Pick<NewUser, 'password' | 'passwordFormat'>

/** A pool whose users all have a hash of one format and cost. */
export type PoolUnderTest = {
  readonly name: string
  readonly storage: 'SQLite' | 'memory'
  /** Whether `bring` gives a hash. */
  readonly kept: boolean
  readonly bring: () => Brought
  /** What checks its hashes, where it is not the usual one. */
  readonly verifier?: PasswordVerifier
  /** Whether there were too many attempts at every account before: what is measured then is how long that answer takes. */
  readonly closed?: true
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/u, '')

const pbkdf2 = (iterations: number): string => {
  const salt = randomBytes(16)
  const key = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  return `$pbkdf2-sha256$i=${iterations},l=32$${base64(salt)}$${base64(key)}`
}

const scrypt = (ln: number): string => {
  const salt = randomBytes(16)
  const key = scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p: 1, maxmem: 2 ** 28 })
  return `$scrypt$ln=${ln},r=8,p=1$${base64(salt)}$${base64(key)}`
}

/** `htpasswd -nbBC 10 u 'correct horse'` */
const bcrypt = '$2y$10$xXwAnlDBT0sMDBTkB28E1eDBKnECtumo1o5tTJmPB9OOb6tMSx5xe'

/** `printf 'correct horse' | openssl passwd -6 -salt keepsakebench -stdin` */
const sha512Crypt =
  '$6$keepsakebench$biH1XrLu53rVRNTpKC2/yVdKO7eYgkxHuxhdRxlFHUdWmKj7WuSqk/sOmF9BfA9hmamKQFMHFZYOxA02suy5c0'

/** phpass with 2^13 rounds, as WordPress wrote it until 6.8. */
const phpass = '$P$BkeepsakeDNS/RmGXrUkaB/u7H1acP1'

const custom: Brought = { password: 'any reference', passwordFormat: 'custom:old' }

const md5: Brought = { password: createHash('md5').update(password).digest('hex'), passwordFormat: 'md5' }

/**
 * From the pool's own hashes to a bare digest, which takes no time and so lets everything else be seen; in memory, where
 * no commit waits for a disk, most clearly.
 */
export const pools: readonly PoolUnderTest[] = [
  { name: 'argon2id', storage: 'SQLite', kept: false, bring: () => ({ password }) },
  { name: 'bcrypt', storage: 'SQLite', kept: true, bring: () => ({ password: bcrypt }) },
  { name: 'pbkdf2', storage: 'SQLite', kept: true, bring: () => ({ password: pbkdf2(100_000) }) },
  { name: 'scrypt', storage: 'SQLite', kept: true, bring: () => ({ password: scrypt(14) }) },
  { name: 'sha512-crypt', storage: 'SQLite', kept: true, bring: () => ({ password: sha512Crypt }) },
  { name: 'phpass', storage: 'SQLite', kept: true, bring: () => ({ password: phpass }) },
  {
    name: 'asked-over-http',
    storage: 'SQLite',
    kept: true,
    bring: () => custom,
    verifier: await openPasswordVerifier({ custom: { old: oldSystem(password) } }),
  },
  { name: 'md5', storage: 'SQLite', kept: true, bring: () => md5 },
  { name: 'md5-in-memory', storage: 'memory', kept: true, bring: () => md5 },
  { name: 'too-many-attempts', storage: 'memory', kept: true, bring: () => md5, closed: true },
]
