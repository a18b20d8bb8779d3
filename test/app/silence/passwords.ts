import { createHash } from 'node:crypto'
import type { Account, TenantKeepsake } from '@keepsake/app'
import { userId, type Credential, type PoolStorage } from '@keepsake/domain'
import { valueOf } from '../../builders/keepsake.ts'
import { fieldAt, placesIn, type Json, type Place } from './fields.ts'
import type { Outcome } from './judge.ts'

const password = 'correct horse battery'

/** A row with a password in clear. */
export const sampleClear = (serial: number): Json => ({
  username: `clear-${serial}`,
  password,
  passwordEncryptType: 'none',
  resetPasswordOnFirstLogin: true,
})

const salt = '61736d616c6c73616c74'

/** A row with the hash of another system, which only a batch that keeps hashes takes, and all that can be said of it. */
export const sampleKept = (serial: number): Json => ({
  username: `kept-${serial}`,
  password: createHash('sha256')
    .update(Buffer.from(salt, 'hex'))
    .update(createHash('md5').update(Buffer.from(password, 'utf16le')).digest('hex'))
    .digest('hex'),
  passwordFormat: 'sha256-salt-prefix',
  passwordPrehash: 'md5-hex',
  passwordEncoding: 'utf-16le',
  passwordSalt: salt,
  passwordParameters: { saltEncoding: 'hex' },
  resetPasswordOnFirstLogin: false,
})

/** A row with what its password was in another system, which only the library takes. */
export const samplePast = (serial: number): Json => ({
  username: `past-${serial}`,
  password,
  passwordSetAt: '2020-01-31T12:00:00Z',
  passwordOrigin: { source: 'auth0-prod', digest: 'a-digest' },
})

/** The fields of all of them that are about the password. */
export const passwordFields: readonly string[] = [sampleClear(0), sampleKept(0), samplePast(0)]
  .flatMap((sample) => placesIn(sample).map(fieldAt))
  .filter((field) => field !== 'username')

/** What is in a pool about the password of a user. */
export type Kept = {
  readonly account: Account
  readonly credential: Credential | undefined
  readonly signsIn: (password: string) => Promise<boolean>
}

export const keptOf = async (
  id: string,
  keepsake: TenantKeepsake,
  rest: PoolStorage,
): Promise<Kept | undefined> => {
  const account = await valueOf(keepsake.users.get({ userId: id }))
  if (account === undefined) return undefined
  const [credential] = await valueOf(rest.credentials.findByUserIds([userId(id)]))
  const login = account.user.username?.text ?? ''
  return {
    account,
    credential,
    signsIn: async (text) => {
      const { verdict } = await valueOf(keepsake.signIn({ login, password: text }))
      return verdict === 'signed_in' || verdict === 'password_change_required'
    },
  }
}

const mustChangeOf = ({ account }: Kept): boolean | undefined => account.password?.mustChange

/** Whether the password in clear that a row gives is the user's, to the letter, and the flag is as it was given. */
const keepsClear = async (row: Json, [field]: Place, kept: Kept): Promise<boolean> => {
  const given = String(row['password'])
  if (field === 'resetPasswordOnFirstLogin') return mustChangeOf(kept) === row[field]
  if (field === 'passwordEncryptType') return row[field] === 'none'
  if (!(await kept.signsIn(given))) return false
  // White space belongs to a password, and so does the case of its letters.
  const others = [given.trim(), given.toLowerCase(), given.toUpperCase(), given.slice(0, -1)]
  const different = others.filter((text) => text.normalize('NFKC') !== given.normalize('NFKC'))
  return !(await kept.signsIn(different.find((text) => text !== '') ?? `${given}x`))
}

/** Spellings of a detail that say the same, as the docs say. */
const spelled = (field: unknown, value: unknown): unknown => {
  if (field === 'password') return String(value).trim()
  if (field === 'passwordEncoding') return String(value).toLowerCase()
  return value
}

/**
 * Whether a hash is stored with what was said of it: if that was changed, the record is another one than that of the good row,
 * or it verifies the password as well.
 */
const keepsHash = async (row: Json, [field]: Place, kept: Kept): Promise<boolean> => {
  if (field === 'resetPasswordOnFirstLogin') return mustChangeOf(kept) === row[field]
  const good = sampleKept(0)
  if (
    JSON.stringify(spelled(field, row[field as string])) ===
    JSON.stringify(spelled(field, good[field as string]))
  )
    return kept.signsIn(password)
  const { format = '', encoded = '' } = kept.credential?.hash ?? {}
  const stored = `${format} ${encoded}`
  switch (field) {
    case 'password':
      return encoded.includes(String(row['password']).trim())
    case 'passwordSalt':
      return encoded.includes(JSON.stringify(row['passwordSalt']).slice(1, -1))
    case 'passwordParameters':
      return Object.entries(row['passwordParameters'] as Json).every(([name, value]) =>
        encoded.includes(`${JSON.stringify(name)}:${JSON.stringify(value)}`),
      )
    case 'passwordPrehash':
      return row[field] === 'none' ? !stored.includes('prehash') : stored.includes(String(row[field]))
    case 'passwordEncoding':
      return stored.includes(String(spelled(field, row[field])))
    default:
      return format.startsWith(String(row[field as string]))
  }
}

/** Whether the time and the origin of a password are stored as they were given. */
const keepsPast = async (row: Json, place: Place, kept: Kept): Promise<boolean> => {
  const [field] = place
  if (field === 'password') return keepsClear(row, place, kept)
  const { setAt, origin } = kept.credential ?? {}
  if (field === 'passwordSetAt') {
    const given = row['passwordSetAt'] as number | string
    return setAt === (typeof given === 'number' ? given : Date.parse(given.trim()))
  }
  const { source, digest } = row['passwordOrigin'] as Json
  const found = origin?.kind === 'moved' ? origin : undefined
  return found?.source === source && found?.digest === digest
}

/** What is said of the hash as a whole is said of all its details. */
const speaksOf = (path: string, place: Place): boolean =>
  path === '' || path === 'password' || place.join('.').startsWith(path) || path.startsWith(place.join('.'))

/** What is wrong with an outcome, if anything. */
export const passwordFault = async (
  kind: 'clear' | 'kept' | 'past',
  row: Json,
  place: Place,
  { refused, warned }: Pick<Outcome, 'refused' | 'warned'>,
  kept: Kept | undefined,
): Promise<string | undefined> => {
  const given = `${place.join('.')} = ${JSON.stringify(row[place[0] as string])}`
  const isNamed = (paths: readonly string[]): boolean => paths.some((path) => speaksOf(path, place))
  if (kept === undefined) return isNamed(refused) ? undefined : `${given} is refused as ${refused.join(', ')}`
  if (isNamed(warned)) return undefined
  const isKept = await { clear: keepsClear, kept: keepsHash, past: keepsPast }[kind](row, place, kept)
  return isKept ? undefined : `${given} rests as ${JSON.stringify(kept.credential?.hash)}`
}
