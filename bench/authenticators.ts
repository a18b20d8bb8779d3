import { createCipheriv, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import type { Keepsake } from '@keepsake/app'
import { parseTotpSecret, stepAt, type TotpSecret } from '@keepsake/domain'
import { findStep } from '@keepsake/domain/rules'
import { okAsync } from 'neverthrow'
import { compare, type Task } from './measure.ts'
import { openKeepsake, openPorts } from './open-keepsake.ts'
import { batchSize, sampleAuthenticator } from './sample-users.ts'
import { rateLine, type Line } from './table.ts'

const rounds = 7
const codes = 5000
/** Of one step: 30 seconds, in ms. */
const period = 30_000
const window = { pastSteps: 1, futureSteps: 1 }
const start = Date.UTC(2026, 0, 1)

const key = createSecretKey(Buffer.alloc(32, 9))
const engine = await openTotpEngine()

/** One-time passwords through the library, its storage in memory, against the bare node:crypto calls of the same work. */
export const benchOtp = async (): Promise<readonly Line[]> => [
  rateLine('otp, a code checked, two steps', await compare(rounds, checkingCodes, () => bareCodes(codes))),
  await benchSignIn(),
  rateLine('otp, a row imported', await compare(rounds, importingRows, bareRows)),
]

const secretOf = (index: number): TotpSecret =>
  parseTotpSecret(sampleAuthenticator(index).secret, 80)._unsafeUnwrap()

const checkingCodes = (): Task => {
  const secret = secretOf(0)
  const code = engine.codeAt(secret, stepAt(start, 30))
  const run = (): void => {
    for (let count = 0; count < codes; count += 1)
      if (findStep(engine, secret, code, start, window) === undefined) throw new Error('The code is refused')
  }
  return { units: codes, run }
}

/** What two time steps cost at the least: one HMAC-SHA-1 each. */
const bareCodes = (units: number): Task => ({
  units,
  run: () => {
    const counter = Buffer.alloc(8)
    for (let count = 0; count < 2 * units; count += 1) {
      counter.writeUInt32BE(count, 4)
      createHmac('sha1', key).update(counter).digest()
    }
  },
})

/** Sign-ins of users with an authenticator. The password is right without a look at it: hashing has a section of its own. */
const benchSignIn = async (): Promise<Line> => {
  let now = start
  const ports = await openPorts(openMemoryStorage())
  const keepsake = openKeepsake({
    ...ports,
    passwordVerifier: { ...ports.passwordVerifier, verify: () => okAsync('right') },
    system: { ...ports.system, clock: () => now },
  })
  const list = Array.from({ length: batchSize }, (_, row) => ({
    username: `user-${row}`,
    password: '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
    otp: sampleAuthenticator(row),
  }))
  ;(await keepsake.users.create({ list, options: { keepPassword: true } }))._unsafeUnwrap()

  const signingIn = (round: number): Task => {
    now = start + round * period
    const attempts = list.map(({ username }, row) => ({
      login: username,
      password: 'any',
      code: engine.codeAt(secretOf(row), stepAt(now, 30)),
    }))
    const run = async (): Promise<void> => {
      for (const attempt of attempts)
        if ((await keepsake.signIn(attempt))._unsafeUnwrap().verdict !== 'signed_in')
          throw new Error('The sign-in is refused')
    }
    return { units: attempts.length, run }
  }
  return rateLine('otp, a sign-in but its password', await compare(rounds, signingIn, () => bareCodes(codes)))
}

const importingRows = async (): Promise<Task> => {
  const keepsake = openKeepsake(await openPorts(openMemoryStorage()))
  const list = (await newUsers(keepsake)).map((userId, row) => ({ userId, otp: sampleAuthenticator(row) }))
  const run = async (): Promise<void> => {
    if ((await keepsake.authenticators.import({ list }))._unsafeUnwrap().enrolled !== list.length)
      throw new Error('A row is lost')
  }
  return { units: list.length, run }
}

const newUsers = async (keepsake: Keepsake): Promise<readonly string[]> => {
  const list = Array.from({ length: batchSize }, (_, row) => ({ username: `user-${row}` }))
  return (await keepsake.users.create({ list }))._unsafeUnwrap().created.map(({ account }) => account.user.id)
}

/** What a row costs at the least: its secret sealed and its recovery code hashed, each under a key of its own, which is wrapped. */
const bareRows = (): Task => ({
  units: codes,
  run: () => {
    for (let count = 0; count < codes; count += 1) {
      const cipher = createCipheriv('aes-256-gcm', freshKey(), randomBytes(12), { authTagLength: 16 })
      Buffer.concat([cipher.update('A'.repeat(32), 'utf8'), cipher.final(), cipher.getAuthTag()])
      createHmac('sha256', freshKey()).update('0'.repeat(24)).digest()
    }
  },
})

const freshKey = (): KeyObject => {
  const bytes = randomBytes(32)
  const wrapping = createCipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6))
  Buffer.concat([wrapping.update(bytes), wrapping.final()])
  return createSecretKey(bytes)
}
