import { createHmac } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { openRsaCipher } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { openFixedOrganization, type FixedOrganizationOptions } from '@keepsake/adapters/organization/fixed'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { nodeSystem } from '@keepsake/adapters/system/node'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import {
  createKeepsake,
  type Keepsake,
  type KeepsakeListeners,
  type KeepsakePorts,
  type PoolSettingsInput,
} from '@keepsake/app'
import {
  noBreachedPasswords,
  unavailable,
  userId,
  userPoolId,
  type Issue,
  type Message,
  type PoolStorage,
  type Storage,
  type TransportCiphers,
  type UserId,
} from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'
import { onTestFinished } from 'vitest'
import rsaVectors from '../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import { openSqlite, temporaryFile } from '../adapters/storage/temporary-file.ts'

/** A place to keep users, as a test opens it: fresh, and closed when the test ends. `file` where there is one. */
export type OpenedStorage = { readonly storage: Storage; readonly file?: string }

type NamedStorage = { readonly name: string; readonly open: () => Promise<OpenedStorage> }

const allStorages: readonly NamedStorage[] = [
  {
    name: 'memory',
    open: async () => {
      const storage = openMemoryStorage()
      onTestFinished(async () => void (await storage.close()))
      return { storage }
    },
  },
  {
    name: 'SQLite',
    open: async () => {
      const file = temporaryFile()
      return { storage: await openSqlite(file), file }
    },
  },
]

/** Of those below, the one that is asked for: `pnpm test:quick` asks for memory. */
const asked = process.env['KEEPSAKE_TEST_STORAGE']

/** The storages on which every promise of the facade is tested, for `describe.each`. */
export const storages: readonly NamedStorage[] = allStorages.filter(
  ({ name }) => asked === undefined || name === asked,
)

export type OpenSubject = () => Promise<OpenedStorage>

/** 2024-11-22T00:00:00Z, the beginning of time step 57741120. */
export const startedAt: number = 1_732_233_600_000

/** One time step of an authenticator, in milliseconds. */
export const stepMs = 30_000

export const pool = 'pool-one'

/** All that a test can turn of an identity under test, beside the storage that it stands on. */
export type SubjectOptions = {
  readonly settings?: Partial<PoolSettingsInput>
  readonly organization?: FixedOrganizationOptions
  /** Puts other adapters in the place of the usual ones. */
  readonly ports?: (usual: KeepsakePorts) => Partial<KeepsakePorts> | Promise<Partial<KeepsakePorts>>
  /** 32 bytes, and the name they go by. */
  readonly sealingKey?: Uint8Array
  readonly sealingKeyId?: string
  readonly listeners?: KeepsakeListeners
  /** Where the identity is to stand; a storage of its own where absent. */
  readonly on?: OpenedStorage
}

/** An identity under test, with its surroundings. */
export type Subject = {
  readonly keepsake: Keepsake
  readonly ports: KeepsakePorts
  readonly opened: OpenedStorage
  /** The pool's own part of the storage, to see what rests there. */
  readonly rest: PoolStorage
  /** Tells the time of the identity's clock, and sets it. */
  readonly clock: { readonly now: () => number; readonly set: (at: number) => void }
  readonly sender: { readonly messages: () => readonly Message[]; answer: boolean }
  /** Every id that was ever given out. */
  readonly ids: () => readonly UserId[]
}

export const usualSealingKey: Uint8Array = Buffer.alloc(32, 'sealing')

/** Read once: it takes a while, and never changes. */
const commonPasswords = await openCommonPasswords()

/** The ciphers of the keys that the recorded ciphertexts were made for. Read once: each key is tested as it is read. */
export const recordedCiphers: Required<TransportCiphers> = {
  rsa: openRsaCipher({ privateKeyPem: rsaVectors.keys.rsa2048.pem }),
  sm2: openSm2Cipher({ privateKeyPem: sm2Vectors.keys.genpkey.pem }),
}

/** Light parameters: here nobody tries to guess a password, and a test has hundreds of them. */
const lightArgon2 = { memory: 64, passes: 1, parallelism: 1 }

/** Opens an identity with real adapters on a storage, a clock that stands still and a sender that sends nothing. */
export const openSubject = async (open: OpenSubject, options: SubjectOptions = {}): Promise<Subject> => {
  const opened = options.on ?? (await open())
  const capture = openCaptureSender()
  const system = nodeSystem()
  const ids: UserId[] = []
  let now = startedAt
  const sender = { messages: capture.messages, answer: true }
  const { sealingKey: key = usualSealingKey, sealingKeyId: id = 'k1' } = options
  const keys = { keys: [{ id, key }], current: id }
  const usual: KeepsakePorts = {
    storage: opened.storage,
    passwordHasher: await openArgon2Hasher(lightArgon2),
    passwordVerifier: await openPasswordVerifier({ current: lightArgon2 }),
    commonPasswords,
    breachedPasswords: noBreachedPasswords,
    transportCiphers: recordedCiphers,
    totpEngine: await openTotpEngine(),
    secretBox: openSecretBox(keys),
    keyedDigest: openKeyedDigest(),
    recoveryCodeHasher: openRecoveryCodeHasher(keys),
    phoneNumbers: await openPhoneNumbers(),
    organization: openFixedOrganization(options.organization ?? { departments: 'any', tenants: 'any' }),
    noticeSender: {
      send: (message) =>
        sender.answer
          ? capture.send(message)
          : errAsync(unavailable('notice-sender', new Error('the provider is down'))),
    },
    system: {
      ...system,
      clock: () => now,
      newId: () => {
        const id = system.newId()
        ids.push(userId(id))
        return id
      },
    },
  }
  const ports = { ...usual, ...(await options.ports?.(usual)) }
  return {
    keepsake: createKeepsake(
      ports,
      { pool, phoneCountryCode: '+86', ...options.settings },
      options.listeners,
    ),
    ports,
    opened,
    rest: opened.storage.inPool(userPoolId(pool)),
    clock: { now: () => now, set: (at) => void (now = at) },
    sender,
    ids: () => [...ids],
  }
}

/** The value of a call that must succeed. */
export const valueOf = async <T, E>(call: ResultAsync<T, E>): Promise<T> => {
  const result = await call
  if (result.isOk()) return result.value
  throw new Error(`refused: ${JSON.stringify(result.error)}`, {
    cause: (result.error as { readonly cause?: unknown }).cause,
  })
}

/** The error of a call that must fail. */
export const errorOf = async <T, E>(call: ResultAsync<T, E>): Promise<E> => {
  const result = await call
  if (result.isErr()) return result.error
  throw new Error(`not refused: ${JSON.stringify(result.value)}`)
}

/** Issues as `path code`, in the order in which they were found. */
export const inShort = (issues: readonly Issue[]): readonly string[] =>
  issues.map(({ code, path }) => `${path.join('.')} ${code}`)

/** The issues of a call that must be rejected, as `path code`. */
export const issuesOf = async <T, E extends { readonly kind: string }>(
  call: ResultAsync<T, E>,
): Promise<readonly string[]> => {
  const error = await errorOf(call)
  if (!('issues' in error)) throw new Error(`not rejected but ${error.kind}`)
  return inShort(error.issues as readonly Issue[])
}

/**
 * Everything that rests in the pool under an id that was ever given out, everything that waits to be sent and everything
 * that was sent; of an SQLite file every row of every table as well.
 */
export const everythingIn = async ({ rest, ids, opened, sender }: Subject): Promise<unknown> => ({
  rows: opened.file === undefined ? [] : rowsOfUsers(opened.file),
  users: await valueOf(rest.users.findByIds(ids())),
  credentials: await valueOf(rest.credentials.findByUserIds(ids())),
  secondFactors: await valueOf(rest.secondFactors.findByUserIds(ids())),
  outbox: await valueOf(rest.outbox.list({ state: 'waiting', limit: 10_000 })),
  events: await valueOf(rest.events.list({ state: 'waiting', limit: 10_000 })),
  sent: sender.messages().length,
})

/** Every row but what a pool keeps of itself, which its first call writes: its traits and its digest key. */
const rowsOfUsers = (file: string): Readonly<Record<string, readonly object[]>> => ({
  ...everyRow(file),
  keepsake_pool_traits: [],
  keepsake_pool_keys: [],
})

/** Every row of every table of an SQLite file, by the table. */
export const everyRow = (file: string): Readonly<Record<string, readonly object[]>> => {
  const database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  const rows = tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${String(name)}"`).all()])
  database.close()
  return Object.fromEntries(rows) as Readonly<Record<string, readonly object[]>>
}

/** The bytes behind base32 in upper case without padding (RFC 4648). */
const bytesOfBase32 = (base32: string): Buffer => {
  const bits = Array.from(base32, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The code that an authenticator app shows: RFC 6238 with SHA-1, six digits and steps of 30 s, by node:crypto alone. */
export const codeAt = (base32: string, at: number): string => {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / stepMs)))
  const mac = createHmac('sha1', bytesOfBase32(base32)).update(step).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}
