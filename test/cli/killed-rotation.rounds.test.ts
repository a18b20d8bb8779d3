import { createHash, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { sortDamaged, userPoolId, type NewUser, type UserId } from '@keepsake/domain'
import { expect, it } from 'vitest'
import { openSqlite } from '../adapters/storage/temporary-file.ts'
import { codeAt, openSubject, startedAt, stepMs, valueOf, type Subject } from '../builders/keepsake.ts'
import { timeout, times } from '../effort.ts'
import { jsonLines, workplace, type Workplace } from './keepsake.ts'

const secrets = times({ short: 30_000, long: 100_000 })
const kills = times({ short: 10, long: 20 })
const pool = '62eaa95ff0000ee52ae6b90c'
const password = 'nine geese on a raft'
const earlier = { id: 'k1', key: Buffer.alloc(32, 'earlier') }
const newer = { id: 'k2', key: Buffer.alloc(32, 'newer') }

/** Every so manieth user has a password, and so can sign in, and a recovery code. */
const every = secrets / 500
/** Of those, the first of a hundred have used a code and a recovery code before. */
const usedBefore = 100
const signers = secrets / every

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const secretOf = (index: number): string =>
  Array.from(createHash('sha256').update(`${index}`).digest(), (byte) => alphabet[byte % 32]).join('')
const recoveryCodeOf = (signer: number): string => `b4718ec0874a${String(signer).padStart(6, '0')}`

const written = ({ id, key }: typeof newer): object => ({ id, key: key.toString('base64') })

/** A folder whose command line has both keys, the newer one being current, beside a database that is all under the earlier. */
const withSecrets = async (): Promise<{
  readonly place: Workplace
  readonly subject: Subject
  readonly secretOfUser: ReadonlyMap<UserId, string>
}> => {
  const place = workplace({ sealingKey: undefined, sealingKeys: [newer, earlier].map(written) })
  const file = place.at('users.db')
  const subject = await openSubject(async () => ({ storage: await openSqlite(file), file }), {
    settings: { pool },
    sealingKey: earlier.key,
    sealingKeyId: earlier.id,
  })
  const secretOfUser = new Map<UserId, string>()
  for (let start = 0; start < secrets; start += 1000) {
    const list = Array.from({ length: 1000 }, (_, offset) => userAt(start + offset))
    const { created } = await valueOf(subject.keepsake.users.create({ list }))
    for (const { row, account } of created) secretOfUser.set(account.user.id, secretOf(start + row))
  }
  return { place, subject, secretOfUser }
}

const userAt = (index: number): NewUser => ({
  username: `user-${index}`,
  ...(index % every === 0 && { password }),
  otp: {
    secret: secretOf(index),
    ...(index % every === 0 && { recoveryCode: recoveryCodeOf(index / every) }),
  },
})

const signIn = async (
  { keepsake }: Subject,
  signer: number,
  proof: 'recovery code' | number,
): Promise<string> => {
  const shown =
    proof === 'recovery code'
      ? { recoveryCode: recoveryCodeOf(signer) }
      : { code: codeAt(secretOf(signer * every), proof) }
  return (await valueOf(keepsake.signIn({ login: `user-${signer * every}`, password, ...shown }))).verdict
}

/** Another identity over the same storage, which has these keys, the first being current. */
const under = (keys: readonly [typeof newer, ...(typeof newer)[]], { opened }: Subject): Promise<Subject> => {
  const ring = { keys, current: keys[0].id }
  return openSubject(async () => opened, {
    settings: { pool },
    on: opened,
    ports: () => ({
      secretBox: openSecretBox(ring),
      keyedDigest: openKeyedDigest(),
      recoveryCodeHasher: openRecoveryCodeHasher(ring),
    }),
  })
}

/** Runs the rotation, and kills it at some moment: now and then while it starts, else once it has written something. */
const rotateAndKill = async (place: Workplace, kill: number): Promise<void> => {
  const database = new DatabaseSync(place.at('users.db'), { readOnly: true })
  // Another one as soon as somebody else has committed.
  const version = (): unknown => database.prepare('PRAGMA data_version').get()?.['data_version']
  const before = version()
  const child = place.spawn(['secrets', 'rotate'])
  const ended = once(child, 'close')
  if (kill % 5 === 0) await pause(randomInt(600))
  else {
    while (version() === before && child.exitCode === null) await pause(1)
    await pause(randomInt(secrets / 150))
  }
  child.kill('SIGKILL')
  await ended
  database.close()
}

/** How many secrets, recovery codes and keys are still under the earlier key. All are there. */
const leftIn = async ({ keepsake }: Subject): Promise<number> => {
  expect(await valueOf(keepsake.authenticators.report())).toMatchObject({ authenticators: secrets })
  return (await valueOf(keepsake.secrets.report())).stale
}

/** Opens every secret by the newer key alone, and answers how many are what they were. */
const countRight = async (subject: Subject, secretOfUser: ReadonlyMap<UserId, string>): Promise<number> => {
  const stores = subject.opened.storage.inPool(userPoolId(pool))
  let right = 0
  for (let after: UserId | undefined; ;) {
    const sets = sortDamaged(await valueOf(stores.secondFactors.list(after, 1000))).sound
    after = sets.at(-1)?.userId
    if (after === undefined) return right
    for (const { userId, authenticators } of sets)
      for (const { id, secret } of authenticators) {
        const place = { pool: userPoolId(pool), user: userId, field: 'otp_secret', record: id } as const
        const opened = await valueOf(subject.ports.secretBox.open(secret, place))
        if (opened.reveal() === secretOfUser.get(userId)) right += 1
      }
  }
}

it(
  `a rotation of ${secrets} secrets, killed ${kills} times, loses none and lets everybody in meanwhile`,
  { timeout },
  async () => {
    const { place, subject, secretOfUser } = await withSecrets()
    for (let signer = 0; signer < usedBefore; signer += 1) {
      expect(await signIn(subject, signer, startedAt)).toBe('signed_in')
      expect(await signIn(subject, signer, 'recovery code')).toBe('signed_in')
    }

    const meanwhile = await under([newer, earlier], subject)
    const all = secrets + signers + 1
    const seen: number[] = [await leftIn(meanwhile)]
    expect(seen).toEqual([all])
    for (let kill = 0; kill < kills; kill += 1) {
      await rotateAndKill(place, kill)
      if (kill % 2 === 1) {
        const left = await leftIn(meanwhile)
        expect(left).toBeLessThanOrEqual(seen.at(-1) ?? 0)
        seen.push(left)
      }
      // A few of the others each time, at either end of what is done.
      for (const signer of [usedBefore + kill, signers - 1 - kill])
        expect(await signIn(meanwhile, signer, startedAt), `user ${signer * every}`).toBe('signed_in')
      expect(await signIn(meanwhile, kill, startedAt)).toBe('wrong_credentials')
    }
    // It was killed in the midst of its work.
    expect(new Set(seen.filter((left) => left > 0 && left < all)).size, seen.join()).toBeGreaterThan(
      kills / 6,
    )

    expect(place.query('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }])

    const last = await place.run(['secrets', 'rotate'])
    expect(last).toMatchObject({ code: 0, error: '' })
    expect(jsonLines((await place.run(['otp', 'report'])).out)).toMatchObject([
      { authenticators: secrets, shared: 0 },
    ])
    expect(jsonLines((await place.run(['secrets', 'report'])).out)).toMatchObject([{ stale: 0 }])

    const after = await under([newer], subject)
    expect(await countRight(after, secretOfUser)).toBe(secrets)
    for (let signer = 0; signer < usedBefore; signer += 1) {
      expect(await signIn(after, signer, startedAt)).toBe('wrong_credentials')
      expect(await signIn(after, signer, 'recovery code')).toBe('wrong_credentials')
    }
    after.clock.set(startedAt + stepMs)
    for (let signer = 0; signer < signers; signer += 1)
      expect(await signIn(after, signer, startedAt + stepMs), `user ${signer * every}`).toBe('signed_in')
    for (let signer = usedBefore; signer < signers; signer += 10)
      expect(await signIn(after, signer, 'recovery code')).toBe('signed_in')
  },
)
