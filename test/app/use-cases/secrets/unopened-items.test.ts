import { createHash } from 'node:crypto'
import {
  secondFactorIds,
  recoveryCodeHash,
  sealed,
  unavailable,
  type SecondFactor,
  type Sealed,
} from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { bothKeys, newKeyAlone, under, withKeys } from './keys.ts'

const settings = {
  loginUrl: 'https://login.example.com/',
  activationUrl: 'https://login.example.com/activate',
}
const password = 'nine geese on a raft'
const recoveryCode = 'b471-8ec0-874a-087f'
const foreign = { hash: { scheme: 'sha512', encoded: createHash('sha512').update('ab12cd34').digest('hex') } }
const secretOf = (index: number): string => 'JBSWY3DPEHPK3PX'.padEnd(32, 'ABCDEFGH'.charAt(index))

/** Users who have a secret, a recovery code of ours and one of another system each; and as many notices that wait. */
const users = 3
const resting = 4 * users + 1

const openWithAll = async (open: OpenSubject): Promise<Subject> => {
  const before = await openSubject(open, { settings })
  const list = Array.from({ length: users }, (_, index) => ({
    username: `user-${index}`,
    password,
    otp: { secret: secretOf(index), recoveryCodes: [recoveryCode, foreign] },
  }))
  await valueOf(before.keepsake.users.create({ list }))
  const invited = Array.from({ length: users }, (_, index) => ({ email: `new-${index}@example.com` }))
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  await valueOf(before.keepsake.users.create({ list: invited, options }))
  return before
}

/** What a text may be that does not open, and the key that it names then. */
const spoilt: readonly (readonly [string, key: string, (text: string) => string])[] = [
  ['was changed', 'k1', (text) => `${text.slice(0, -3)}${text.endsWith('AAA') ? 'BBB' : 'AAA'}`],
  ['is under a key that is gone', 'k0', (text) => text.replace('.k1.', '.k0.')],
  ['is nothing that was ever sealed', 'unknown', () => 'canary'],
]

type Spoil = (text: string) => string

const firstSet = async ({ rest }: Subject): Promise<SecondFactor> =>
  (await valueOf(rest.secondFactors.list(undefined, 1)))[0] as SecondFactor

/** Overwrites a user's records, as an attacker does who can write to the store. */
const put = async ({ rest }: Subject, from: SecondFactor, to: SecondFactor): Promise<void> =>
  valueOf(rest.secondFactors.writeAll([{ from: secondFactorIds(from), to }]))

type Place = readonly [field: string, spoil: (subject: Subject, how: Spoil) => Promise<string>]

/** Where one text is spoilt, and the id of what it is in. */
const places: readonly Place[] = [
  [
    'otp_secret',
    async (subject, how) => {
      const set = await firstSet(subject)
      const [one] = set.authenticators
      await put(subject, set, { ...set, authenticators: [{ ...one!, secret: sealed(how(one!.secret)) }] })
      return one!.id
    },
  ],
  ...[0, 1].map((which): Place => [
    'recovery_code',
    async (subject, how) => {
      const set = await firstSet(subject)
      const code = set.recoveryCodes[which]!
      const { hash } = code
      // The hash of our own has no tag: what is changed of it is its key.
      const changed =
        which === 0 ? hash.replace(/\.([^.]*)\.([^.]*)$/u, (_, key, mac) => `.${how(key)}.${mac}`) : how(hash)
      const spoiltHash = how(hash) === 'canary' || how(hash).includes('.k0.') ? how(hash) : changed
      const recoveryCodes = set.recoveryCodes.map((each) =>
        each === code ? { ...each, hash: recoveryCodeHash(spoiltHash) } : each,
      )
      await put(subject, set, { ...set, recoveryCodes })
      return code.id
    },
  ]),
  [
    'notice_secret',
    async ({ rest }, how) => {
      const [notice] = await valueOf(rest.outbox.listSealed(undefined, 1))
      const secret = notice!.secret as Sealed
      await valueOf(rest.outbox.reseal(notice!.id, secret, sealed(how(secret))))
      return notice!.id
    },
  ],
  [
    'digest_key',
    async ({ rest }, how) => {
      const key = await valueOf(rest.poolKeys.find('digest'))
      await valueOf(rest.poolKeys.reseal(key!.id, key!.secret, sealed(how(key!.secret))))
      return key!.id
    },
  ],
]

describe.each(storages)('on $name', ({ open }) => {
  describe.each(places)('a %s', (field, spoil) => {
    test.each(spoilt)('that %s is named, and stops no rotation', async (_, key, how) => {
      const before = await openWithAll(open)
      const id = await spoil(before, how)
      const both = await withKeys(open, before, bothKeys, { settings })
      const asReported = { stale: resting, unopened: 1 }
      expect(await valueOf(both.keepsake.secrets.report())).toMatchObject(asReported)
      const rotation = await valueOf(both.keepsake.secrets.rotate())
      expect(rotation).toMatchObject({ resealed: resting - 1, current: 0 })
      expect(rotation.unopened).toMatchObject([{ field, id, key }])
      expect(rotation.unopened?.[0]?.userId === undefined).toBe(field === 'digest_key')

      // Its key is not said to be no longer needed, whether it is there or not.
      for (const keys of [bothKeys, newKeyAlone]) {
        const { keepsake } = await withKeys(open, before, keys, { settings })
        const report = await valueOf(keepsake.secrets.report())
        expect(report).toMatchObject({ stale: 1, unopened: 1 })
        expect(report.sealed[0]).toEqual({ field, key, isCurrent: false, count: 1, unopened: 1 })
      }
      const again = await valueOf(both.keepsake.secrets.rotate())
      expect(again).toEqual({ resealed: 0, current: resting - 1, unopened: rotation.unopened })
      expect(JSON.stringify([rotation, again])).not.toMatch(/canary|v1\./u)
    })
  })

  test('without the key of everything, a rotation names it all and changes nothing', async () => {
    const before = await openWithAll(open)
    const alone = await withKeys(open, before, newKeyAlone, { settings })
    const { unopened, ...counts } = await valueOf(alone.keepsake.secrets.rotate())
    expect(counts).toEqual({ resealed: 0, current: 0 })
    expect(unopened).toHaveLength(resting)
    expect(new Set(unopened?.map(({ key }) => key))).toEqual(new Set(['k1']))
    const both = await withKeys(open, before, bothKeys, { settings })
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: resting, current: 0 })
  })

  test('a service for keys that is not reached stops a rotation, and names nothing', async () => {
    const before = await openWithAll(open)
    const unreached = () => errAsync(unavailable('secret-box', new Error('the service is not reached')))
    const ports: typeof under extends (...given: never) => infer P ? P : never = (usual) => {
      const { secretBox, ...others } = under(bothKeys)(usual)
      return { ...others, secretBox: { ...secretBox, open: unreached } }
    }
    const stopped = await openSubject(open, { on: before.opened, settings, ports })
    expect(await errorOf(stopped.keepsake.secrets.rotate())).toMatchObject({ part: 'secret-box' })
    expect(await errorOf(stopped.keepsake.secrets.report())).toMatchObject({ part: 'secret-box' })
  })
})
