import { createHash, createHmac } from 'node:crypto'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import {
  secondFactorIds,
  recoveryCodeHash,
  userId,
  type NewAuthenticator,
  type StoredAuthenticator,
  type SecondFactor,
} from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  openSubject,
  startedAt,
  storages,
  usualSealingKey,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

const bytesOf = (base32: string): Buffer => {
  const bits = Array.from(base32, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The code of RFC 6238 for these parameters at this moment, by node:crypto alone. */
const codeOf = ({
  algorithm,
  digits,
  period,
}: Pick<StoredAuthenticator, 'algorithm' | 'digits' | 'period'>): string => {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(startedAt / 1000 / period)))
  const mac = createHmac(algorithm, bytesOf(secret)).update(step).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** Brings users in who have this authenticator, and answers what they have at rest. */
const bring = async (
  subject: Subject,
  otp: Partial<NewAuthenticator>,
  names: readonly string[] = ['bob'],
): Promise<readonly SecondFactor[]> => {
  const list = names.map((username) => ({ username, password, otp: { secret, ...otp } }))
  const { created } = await valueOf(subject.keepsake.users.create({ list }))
  const ids = created.map(({ account }) => account.user.id)
  const sets = await valueOf(subject.rest.secondFactors.findByUserIds(ids))
  return ids.map((id) => sets.find((set) => set.userId === id)!)
}

/** Writes to the store as somebody would who has its password, and none of our keys. */
const change = async ({ rest }: Subject, from: SecondFactor, to: SecondFactor): Promise<void> =>
  valueOf(rest.secondFactors.writeAll([{ from: secondFactorIds(from), to }]))

const verdictOf = async ({ keepsake }: Subject, login: string, proof: object): Promise<string> => {
  const answer = await keepsake.signIn({ login, password, ...proof })
  if (answer.isOk()) return answer.value.verdict
  return answer.error.kind === 'unavailable' ? answer.error.part : answer.error.kind
}

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex')

const open = (storage: OpenSubject): Promise<Subject> => openSubject(storage)

describe.each(storages)('on $name, an authenticator whose record was changed', ({ open: storage }) => {
  const asBrought = { algorithm: 'SHA512', digits: 8, period: 60 } as const
  const asContract = { algorithm: 'SHA1', digits: 6, period: 30 } as const
  const changes: readonly Partial<StoredAuthenticator>[] = [
    { digits: 6 },
    { digits: 8 },
    { period: 30 },
    { period: 120 },
    { algorithm: 'SHA1' },
    { algorithm: 'SHA256' },
    asContract,
    asBrought,
  ]

  test.each([
    ['of other parameters', asBrought],
    ['as every app assumes it', asContract],
  ] as const)('%s, lets nobody in by the codes that it would make now', async (_, parameters) => {
    for (const changed of changes.filter((each) =>
      Object.entries(each).some(([name, value]) => parameters[name as keyof typeof parameters] !== value),
    )) {
      const subject = await open(storage)
      const [set] = await bring(subject, parameters)
      expect(await verdictOf(subject, 'bob', { code: codeOf(parameters) })).toBe('signed_in')
      const [authenticator] = set!.authenticators
      const weaker = { ...authenticator!, ...changed, lastStep: 0 }
      await change(subject, set!, { ...set!, authenticators: [weaker] })
      expect(await verdictOf(subject, 'bob', { code: codeOf(weaker) })).toBe('secret-box')
      expect(await verdictOf(subject, 'bob', { code: codeOf(parameters) })).toBe('secret-box')
      expect((await subject.keepsake.authenticators.reveal({ userId: set!.userId })).isErr()).toBe(true)
    }
  })

  test('by another one of the same user lets nobody in either', async () => {
    const subject = await open(storage)
    const [set] = await bring(subject, asBrought)
    const other = { secret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU' }
    await valueOf(
      subject.keepsake.authenticators.import({
        list: [{ userId: set!.userId, otp: other }],
        existing: 'add',
      }),
    )
    const [both] = await valueOf(subject.rest.secondFactors.findByUserIds([set!.userId]))
    const [one, two] = both!.authenticators
    await change(subject, both!, { ...both!, authenticators: [{ ...one!, secret: two!.secret }, two!] })
    expect(await verdictOf(subject, 'bob', { code: codeOf(asContract) })).toBe('secret-box')
  })
})

describe.each(storages)('on $name, a recovery code whose record was changed', ({ open: storage }) => {
  test('into that of another user, who knows the code, lets nobody in', async () => {
    const subject = await open(storage)
    const [bob] = await bring(subject, { recoveryCode })
    const [eve] = await bring(subject, { recoveryCode: 'aaaa-1111-bbbb-2222' }, ['eve'])
    const [hers] = eve!.recoveryCodes
    const [his] = bob!.recoveryCodes
    await change(subject, bob!, { ...bob!, recoveryCodes: [{ ...his!, hash: hers!.hash }] })
    expect(await verdictOf(subject, 'bob', { recoveryCode: 'aaaa-1111-bbbb-2222' })).toBe('wrong_credentials')
    expect(await verdictOf(subject, 'eve', { recoveryCode: 'aaaa-1111-bbbb-2222' })).toBe('signed_in')
  })

  test('into a used one of the same user, in a row of its own, lets nobody in a second time', async () => {
    const subject = await open(storage)
    const [before] = await bring(subject, { recoveryCodes: [recoveryCode, 'aaaa-1111-bbbb-2222'] })
    expect(await verdictOf(subject, 'bob', { recoveryCode })).toBe('signed_in')
    const [used, other] = before!.recoveryCodes
    await change(subject, before!, {
      ...before!,
      recoveryCodes: [used!, { ...other!, hash: used!.hash }].slice(1),
    })
    expect(await verdictOf(subject, 'bob', { recoveryCode })).toBe('wrong_credentials')
  })

  test.each([
    [
      'a hash that anybody can make, as it used to rest',
      (encoded: string) => JSON.stringify({ scheme: 'sha512', encoded }),
    ],
    [
      'the same, marked as one of another system',
      (encoded: string) => `foreign.${JSON.stringify({ scheme: 'sha512', encoded })}`,
    ],
    ['a hash that names itself', (encoded: string) => encoded],
  ])('into %s lets nobody in', async (_, toHash) => {
    const subject = await open(storage)
    const [bob] = await bring(subject, { recoveryCode })
    const [his] = bob!.recoveryCodes
    const encoded = sha512('aaaa1111bbbb2222')
    await change(subject, bob!, {
      ...bob!,
      recoveryCodes: [{ ...his!, hash: recoveryCodeHash(toHash(encoded)) }],
    })
    expect(await verdictOf(subject, 'bob', { recoveryCode: 'aaaa-1111-bbbb-2222' })).not.toBe('signed_in')
    expect(await verdictOf(subject, 'bob', { recoveryCode })).not.toBe('signed_in')
  })

  test('into one that another system has hashed for another user lets nobody in', async () => {
    const subject = await open(storage)
    const hashOf = (text: string) => ({ hash: { scheme: 'sha512', encoded: sha512(text) } })
    const [bob] = await bring(subject, { recoveryCodes: [hashOf('ab12-cd34-ef56')] })
    const [eve] = await bring(subject, { recoveryCodes: [hashOf('aaaa-1111-bbbb')] }, ['eve'])
    expect(bob!.recoveryCodes[0]!.hash).not.toContain('sha512')
    await change(subject, bob!, {
      ...bob!,
      recoveryCodes: [{ ...bob!.recoveryCodes[0]!, hash: eve!.recoveryCodes[0]!.hash }],
    })
    expect(await verdictOf(subject, 'bob', { recoveryCode: 'aaaa-1111-bbbb' })).not.toBe('signed_in')
    expect(await verdictOf(subject, 'eve', { recoveryCode: 'aaaa-1111-bbbb' })).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a rotation', ({ open: storage }) => {
  test('keeps what is bound to a secret and to a recovery code, of this and of other systems', async () => {
    const before = await open(storage)
    const parameters = { algorithm: 'SHA256', digits: 8, period: 60 } as const
    const foreign = { hash: { scheme: 'sha512', encoded: sha512('ab12-cd34-ef56') } }
    await bring(before, { ...parameters, recoveryCodes: [recoveryCode, foreign] })
    const keys = {
      keys: [
        { id: 'k1', key: usualSealingKey },
        { id: 'k2', key: Buffer.alloc(32, 'newer') },
      ],
      current: 'k2',
    }
    const under = (ring: typeof keys): Promise<Subject> =>
      openSubject(storage, {
        on: before.opened,
        ports: () => ({
          secretBox: openSecretBox(ring),
          keyedDigest: openKeyedDigest(),
          recoveryCodeHasher: openRecoveryCodeHasher(ring),
        }),
      })
    const during = await under(keys)
    expect(await valueOf(during.keepsake.secrets.report())).toMatchObject({ stale: 4 })
    expect(await valueOf(during.keepsake.secrets.rotate())).toEqual({ resealed: 4, current: 0 })
    const after = await under({ ...keys, keys: keys.keys.slice(1) })
    expect(await valueOf(after.keepsake.secrets.report())).toMatchObject({ stale: 0 })
    for (const proof of [{ code: codeOf(parameters) }, { recoveryCode }, { recoveryCode: 'ab12-cd34-ef56' }])
      expect(await verdictOf(after, 'bob', proof)).toBe('signed_in')
    const otp = { secret, ...parameters, recoveryCodes: [recoveryCode, foreign] }
    const [id] = before.ids()
    expect(
      await valueOf(after.keepsake.authenticators.import({ list: [{ userId: userId(id!), otp }] })),
    ).toMatchObject({
      unchanged: 1,
    })
  })
})
