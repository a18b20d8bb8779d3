import { createHmac } from 'node:crypto'
import {
  joinInMemory,
  readForeignUser,
  type ForeignSource,
  type ForeignUser,
  type SideFiles,
} from '@keepsake/app/foreign'
import type { CustomField, CustomFields } from '@keepsake/domain'
import { openSubject, startedAt, storages, valueOf, type Subject } from '../../builders/keepsake.ts'

/** A whole export: the records of its users, and its side files. */
export type Sample = {
  readonly source: ForeignSource
  readonly records: readonly unknown[]
  readonly files?: SideFiles
}

/** A login that must be answered like this after the move. `totp` is the key in hex. */
export type Known = {
  readonly login: string
  readonly password: string
  readonly totp?: string
  readonly algo?: string
  readonly digits?: number
  readonly recovery?: string
  readonly blocked?: boolean
  readonly mustChange?: boolean
}

/** The user that a record must be. */
export const readOne = (source: ForeignSource, record: unknown, files: SideFiles = {}): ForeignUser => {
  const read = readForeignUser(source, record, joinInMemory(source, files), startedAt)
  if (read.isErr()) throw new Error(`refused: ${JSON.stringify(read.error)}`)
  if (read.value.kind !== 'user') throw new Error(`no user but ${read.value.what}`)
  return read.value
}

/** Reads every record of a sample that is a user. */
export const readAll = ({ source, records, files = {} }: Sample): readonly ForeignUser[] => {
  const joined = joinInMemory(source, files)
  return records.flatMap((record) => {
    const read = readForeignUser(source, record, joined, startedAt)
    if (read.isErr()) throw new Error(`refused: ${JSON.stringify(read.error)}`)
    return read.value.kind === 'user' ? [read.value] : []
  })
}

/** What is lost of a user, as `place reason`, without what other fields say. */
export const lostOf = ({ facts }: ForeignUser): readonly string[] =>
  facts.lost
    .filter(({ reason }) => reason !== 'derived')
    .map(({ path, reason }) => `${path.join('.')} ${reason}`)

const typeOf = (value: unknown): CustomField | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { type: typeof value as 'string' | 'number' | 'boolean' }
    : undefined

/** Declares the custom data of rows. Lists and objects, which a pool cannot declare, are left out of the rows. */
const declare = (users: readonly ForeignUser[]): CustomFields =>
  Object.fromEntries(
    users.flatMap(({ row }) =>
      Object.entries(row.customData ?? {}).flatMap(([name, value]): [string, CustomField][] => {
        const type = typeOf(value)
        return type === undefined ? [] : [[name, type]]
      }),
    ),
  )

/** Moves a sample into a pool of its own: the users with the hashes that they have, then their authenticators. */
export const moveIn = async (sample: Sample): Promise<Subject> => {
  const users = readAll(sample)
  const customFields = declare(users)
  const subject = await openSubject(storages[0]!.open, {
    settings: { customFields, phoneCountryCode: undefined },
  })
  const list = users.map(({ row }) => ({
    ...row,
    ...(row.customData && {
      customData: Object.fromEntries(
        Object.entries(row.customData).filter(([name]) => Object.hasOwn(customFields, name)),
      ),
    }),
  }))
  const { created } = await valueOf(subject.keepsake.users.create({ list, options: { keepPassword: true } }))
  const secondFactors = created.flatMap(({ row, account }) =>
    (users[row]?.facts.authenticators ?? []).map((otp) => ({ userId: account.user.id, otp })),
  )
  for (const otp of secondFactors)
    await valueOf(subject.keepsake.authenticators.import({ list: [otp], existing: 'add' }))
  return subject
}

/** The code that an authenticator app shows for a key, by RFC 6238 and node:crypto alone. */
const codeOf = ({ totp = '', algo = 'sha1', digits = 6 }: Known, at: number): string => {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac(algo, Buffer.from(totp, 'hex')).update(step).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The verdicts on a login: with the password alone, then with a code, then with a recovery code, where there are any. */
export const verdictsOn = async ({ keepsake, clock }: Subject, known: Known): Promise<readonly string[]> => {
  const { login, password, totp, recovery } = known
  const verdict = async (proof: object): Promise<string> => {
    // A code signs in once.
    clock.set(clock.now() + 30_000)
    return (await valueOf(keepsake.signIn({ login, password, ...proof }))).verdict
  }
  const verdicts = [await verdict({})]
  if (totp !== undefined) verdicts.push(await verdict({ code: codeOf(known, clock.now() + 30_000) }))
  if (recovery !== undefined) verdicts.push(await verdict({ recoveryCode: recovery }))
  return verdicts
}

/** The verdicts that there must be. */
export const verdictsOf = ({ totp, recovery, blocked, mustChange }: Known): readonly string[] => {
  const last = mustChange === true ? 'password_change_required' : 'signed_in'
  if (blocked === true) return ['wrong_credentials']
  return [
    totp === undefined && recovery === undefined ? last : 'otp_required',
    ...(totp === undefined ? [] : [last]),
    ...(recovery === undefined ? [] : [last]),
  ]
}
