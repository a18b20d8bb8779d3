import { createHash } from 'node:crypto'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { KeepsakePorts, PoolSettingsInput } from '@keepsake/app'
import { userPoolId, type SealedField } from '@keepsake/domain'
import { goodForMs, restingFields } from '@keepsake/domain/rules'
import { describe, expect, test } from 'vitest'
import {
  everyRow,
  openSubject,
  pool,
  storages,
  valueOf,
  type OpenedStorage,
  type Subject,
} from '../../../builders/keepsake.ts'
import { everydayUses, password, secret, settings as usual, type Everyday } from '../../faults/everyday.ts'
import { bothKeys, newKeyAlone, withKeys } from './keys.ts'
import { digestPlaces, digestSources, sealingPlaces, sealingSources } from './places.ts'

type Field = SealedField['field']

/** Something that was sealed: where in the sources, as what, and what came of it. */
type Seen = { readonly source: string; readonly field: Field; readonly text: string }

const seen: Seen[] = []
/** The digests that were made, as bytes, and where. */
const digests = new Map<string, Set<string>>()

/** The first source of the use cases, or of what counts guesses, on the way here, apart from those that others make digests by. */
const caller = (): string => {
  const { stack = '' } = new Error('where')
  const sources = [...stack.matchAll(/packages\/app\/src\/((?:use-cases|guessing)\/[\w/-]+\.ts)/gu)].map(
    ([, source = '']) => source,
  )
  return sources.find((source) => !makers.has(source)) ?? 'use-cases/secrets/digest-key.ts'
}

const makers: ReadonlySet<string> = new Set([
  'use-cases/secrets/digest-key.ts',
  'use-cases/secrets/stored-digest.ts',
])

/** The ports with an eye on whatever is sealed and digested. */
const watching = ({ secretBox, recoveryCodeHasher, keyedDigest }: KeepsakePorts): Partial<KeepsakePorts> => ({
  secretBox: {
    ...secretBox,
    seal: (text, place) => {
      const source = caller()
      return secretBox.seal(text, place).map((sealed) => {
        seen.push({ source, field: place.field, text: sealed })
        return sealed
      })
    },
  },
  recoveryCodeHasher: {
    ...recoveryCodeHasher,
    hash: (code) => {
      const source = caller()
      return recoveryCodeHasher.hash(code).map((hash) => {
        seen.push({ source, field: 'recovery_code', text: hash })
        return hash
      })
    },
  },
  keyedDigest: {
    ...keyedDigest,
    digest: (...given) => {
      const made = keyedDigest.digest(...given)
      if (made !== undefined && given[2] !== '') {
        const text = Buffer.from(made).toString('base64url')
        digests.set(text, (digests.get(text) ?? new Set()).add(caller()))
      }
      return made
    },
  },
})

/** Whatever rests, as texts by table and column. */
const textsIn = ({ file = '' }: OpenedStorage): readonly (readonly [place: string, text: string])[] =>
  Object.entries(everyRow(file)).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row).map(([column, value]) => {
        const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)
        return [`${table}.${column}`, text] as const
      }),
    ),
  )

const underOldKey = /\bv1\.[a-z0-9-]+\.k1(?:~sm4)?\./u

/** By source, what rested of that which it has sealed; and by field, where. */
const rested = new Map<string, Set<Field>>()
const placesOf = new Map<Field, Set<string>>()

const sqlite = storages.find(({ name }) => name === 'SQLite')
const verifier = await openPasswordVerifier({
  current: { memory: 64, passes: 1, parallelism: 1 },
  custom: { old: { matches: () => true } },
})

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex')

/** A use, of a pool with other settings where these are given. */
type Use = Everyday & { readonly settings?: Partial<PoolSettingsInput> }

/** What is sealed in these ways as well. */
const moreUses: readonly Use[] = [
  {
    name: 'a recovery code that another system has hashed',
    prepare: async () => (keepsake) => {
      const otp = { secret, recoveryCodes: [{ hash: { scheme: 'sha512', encoded: sha512('ab12-cd34') } }] }
      return keepsake.users.create({ list: [{ username: 'bob', otp }] })
    },
  },
  {
    name: 'generated passwords that are told',
    prepare: async () => (keepsake) =>
      keepsake.users.create({
        list: [{ username: 'bob', email: 'bob@example.com' }],
        options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
      }),
    settings: { ...usual, newAccounts: 'generated-password' },
  },
  {
    name: 'passwords that are guessed',
    prepare: async ({ keepsake }) => {
      await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
      for (let guess = 0; guess < 11; guess += 1)
        await valueOf(keepsake.signIn({ login: 'bob', password: `guess ${guess}`, ip: '192.0.2.1' }))
      return (faulty) => faulty.signIn({ login: 'bob', password: 'another guess', ip: '192.0.2.1' })
    },
  },
  {
    name: 'a device that is known again',
    prepare: async ({ keepsake }) => {
      await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
      const answer = await valueOf(keepsake.signIn({ login: 'bob', password }))
      const deviceToken = answer.verdict === 'signed_in' ? answer.deviceToken.reveal() : ''
      return (faulty) => faulty.signIn({ login: 'bob', password, deviceToken })
    },
  },
]

const live = async ({ prepare, ports, settings = usual }: Use, on: OpenedStorage): Promise<Subject> => {
  const watched = (given: KeepsakePorts): KeepsakePorts => ({
    ...given,
    passwordVerifier: verifier,
    ...watching(given),
  })
  const subject = await openSubject(async () => on, { settings, on, ports: watched })
  const call = await prepare(subject)
  const other = await openSubject(async () => on, {
    settings,
    on,
    ports: (given) => ({ ...watched(given), ...ports?.(watched(given)) }),
  })
  await valueOf(call(other.keepsake))
  return subject
}

/** Notes where what was sealed rests. */
const noteWhere = (texts: ReturnType<typeof textsIn>): void => {
  for (const { source, field, text } of seen)
    for (const [place, found] of texts)
      if (found.includes(text)) {
        rested.set(source, (rested.get(source) ?? new Set()).add(field))
        placesOf.set(field, (placesOf.get(field) ?? new Set()).add(place))
      }
}

/** Where a digest is kept that does not name its key. */
const namelessIn = (texts: ReturnType<typeof textsIn>, keyId: string): readonly string[] =>
  [...digests.keys()].flatMap((digest) =>
    texts
      .filter(([, found]) => found.replaceAll(`${keyId}.${digest}`, '').includes(digest))
      .map(([place]) => place),
  )

/** Whatever is under the old key inside of what is sealed itself. */
const oldInside = async ({ rest }: Subject, { ports }: Subject): Promise<readonly string[]> => {
  const inside: string[] = []
  for (const { id, userId: user, secret } of await valueOf(rest.outbox.listSealed(undefined, 100))) {
    const place = { pool: userPoolId(pool), user, field: 'notice_secret', record: id } as const
    const opened = await valueOf(ports.secretBox.open(secret!, place))
    if (underOldKey.test(opened.reveal())) inside.push(opened.reveal())
  }
  return inside
}

describe.runIf(sqlite !== undefined)('when the sealing key is changed', () => {
  test.each<Use>([...everydayUses, ...moreUses])(
    'nothing is left under the old one after $name',
    async (everyday) => {
      const subject = await live(everyday, await sqlite!.open())
      const key = await valueOf(subject.rest.poolKeys.find('digest'))
      const before = textsIn(subject.opened)
      noteWhere(before)
      expect(namelessIn(before, key?.id ?? 'none')).toEqual([])

      const open = async (): Promise<OpenedStorage> => subject.opened
      const both = await withKeys(open, subject, bothKeys, { settings: usual })
      await valueOf(both.keepsake.secrets.rotate())
      expect(textsIn(subject.opened).filter(([, text]) => underOldKey.test(text))).toEqual([])
      const alone = await withKeys(open, subject, newKeyAlone, { settings: usual })
      expect(await oldInside(subject, alone)).toEqual([])
      expect(await valueOf(alone.keepsake.secrets.report())).toMatchObject({ stale: 0 })
    },
  )

  test('every source that seals was at work, and seals what is written down of it', () => {
    expect(sealingSources()).toEqual(Object.keys(sealingPlaces).toSorted())
    const found = [...Map.groupBy(seen, ({ source }) => source)].map(([source, all]) => [
      source,
      [...new Set(all.map(({ field }) => field))].toSorted(),
    ])
    expect(Object.fromEntries(found)).toEqual(sealingPlaces)
  })

  test('whatever is sealed is a token that expires, or rests where a rotation finds it', () => {
    const fields = [...new Set(Object.values(sealingPlaces).flat())].toSorted()
    expect(fields).toEqual([...restingFields, ...Object.keys(goodForMs)].toSorted())
    expect(Object.fromEntries([...placesOf].map(([field, places]) => [field, [...places]]))).toEqual({
      digest_key: ['keepsake_pool_keys.secret'],
      move_before: ['keepsake_move_rows.before_images'],
      notice_secret: ['keepsake_outbox.secret'],
      otp_secret: ['keepsake_authenticators.secret'],
      recovery_code: ['keepsake_recovery_codes.hash'],
    })
  })

  test('every source that makes digests was at work, and is written down', () => {
    expect(digestSources()).toEqual(Object.keys(digestPlaces).toSorted())
    const atWork = new Set([...digests.values()].flatMap((sources) => [...sources]))
    expect([...atWork].toSorted()).toEqual(
      Object.keys(digestPlaces)
        .filter((source) => !makers.has(source))
        .toSorted(),
    )
  })
})
