import { createHash } from 'node:crypto'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import type { Keepsake, SignIn } from '@keepsake/app'
import type { NewAuthenticator, NewUser, Storage } from '@keepsake/domain'
import { codeAt, openSubject, startedAt, stepMs, valueOf } from '../builders/keepsake.ts'
import { watchStorage } from '../builders/wrapped-storage.ts'
import { codesPerSecret, type Attempt, type ModelRow } from './pool-model.ts'

/** Where pools are kept. After a crash, what is opened sees what was committed, and nothing that closing would save. */
export type Place = {
  readonly storage: () => Storage
  readonly crash: () => Promise<void>
}

/** The real thing. */
export type RealPool = {
  readonly keepsake: () => Keepsake
  readonly set: (now: number) => void
  readonly crash: () => Promise<void>
  /** Puts a newer sealing key before the present one, seals everything anew, and forgets the earlier one. */
  readonly rotate: () => Promise<unknown>
  /** Lets the storage fail at a verb that is so many away. */
  readonly failAt: (verb: number) => void
  readonly failNoMore: () => void
}

let pools = 0

/** Opens a pool of its own. */
export const openRealPool = async (place: Place): Promise<RealPool> => {
  const pool = `pool ${process.pid} ${(pools += 1)}`
  let [now, key, verbsLeft] = [startedAt, 1, Infinity]
  const open = async (keys: readonly number[]): Promise<Keepsake> => {
    const storage = watchStorage(place.storage(), () => ((verbsLeft -= 1) < 0 ? 'fail' : undefined))
    const subject = await openSubject(async () => ({ storage }), {
      settings: { pool },
      ports: () => sealingBy(keys),
    })
    subject.clock.set(now)
    setClock = subject.clock.set
    return subject.keepsake
  }
  let setClock: RealPool['set'] = () => undefined
  let keepsake = await open([key])
  // The first call draws the pool's digest key.
  await valueOf(keepsake.users.find({ username: 'nobody' }))
  return {
    keepsake: () => keepsake,
    set: (at) => setClock((now = at)),
    crash: async () => {
      await place.crash()
      keepsake = await open([key])
    },
    rotate: async () => {
      const both = await open([key + 1, key])
      const rotation = await valueOf(both.secrets.rotate())
      key += 1
      keepsake = await open([key])
      return rotation
    },
    failAt: (verb) => void (verbsLeft = verb),
    failNoMore: () => void (verbsLeft = Infinity),
  }
}

/** The first of the keys is current. */
const sealingBy = (numbers: readonly number[]): object => {
  const keys = {
    keys: numbers.map((number) => ({ id: `k${number}`, key: Buffer.alloc(32, `key ${number}`) })),
    current: `k${numbers[0]}`,
  }
  return {
    secretBox: openSecretBox(keys),
    keyedDigest: openKeyedDigest(),
    recoveryCodeHasher: openRecoveryCodeHasher(keys),
  }
}

/** Long enough, not common, and without the name of a user in them. */
const passwords = ['nine geese on a raft', 'seven owls in a barn', 'one heron by a weir'] as const
const secrets = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'] as const

/** How many passwords and secrets there are to choose from. */
export const [passwordCount, secretCount]: readonly [number, number] = [passwords.length, secrets.length]

export const passwordText = (number: number): string => passwords[number] ?? ''

/** As another system kept it. It is weaker than what the pool writes, so that the first sign-in puts a stronger one. */
const keptHash = (number: number): string => createHash('md5').update(passwordText(number)).digest('hex')

const recoveryCode = (secret: number, which: number): string => `b471-8ec0-874a-087f-bccb-${secret}00${which}`

/** An authenticator as it is brought in. */
export const otpOf = (secret: number): NewAuthenticator => ({
  secret: secrets[secret] ?? '',
  recoveryCodes: Array.from({ length: codesPerSecret }, (_, which) => recoveryCode(secret, which)),
})

/** A row as it is brought in. */
export const toNewUser = ({ name, otp, password, ...row }: ModelRow, isKept: boolean): NewUser => ({
  ...row,
  username: name,
  ...(otp !== undefined && { otp: otpOf(otp) }),
  ...(password !== undefined && { password: isKept ? keptHash(password) : passwordText(password) }),
})

/** An attempt as somebody makes it at this moment. */
export const toSignIn = ({ login, password, proof, ip }: Attempt, now: number): SignIn => {
  const given = { login, password: passwordText(password), ip }
  if (proof === undefined) return given
  if ('code' in proof)
    return {
      ...given,
      code: proof.code === 'wrong' ? wrongCode(now) : codeAt(secrets[proof.code] ?? '', now),
    }
  return {
    ...given,
    recoveryCode: proof.recovery === 'wrong' ? recoveryCode(9, 9) : recoveryCode(...proof.recovery),
  }
}

/** A code that no authenticator shows now or showed a moment ago. */
const wrongCode = (now: number): string => {
  const right = secrets.flatMap((secret) => [codeAt(secret, now), codeAt(secret, now - stepMs)])
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !right.includes(code)) ?? ''
}
