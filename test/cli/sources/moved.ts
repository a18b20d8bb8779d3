import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonLines, readLines, workplace, type Ran, type Workplace } from '../keepsake.ts'

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

const folder = join(import.meta.dirname, 'exports')

/** The systems that have an export here. */
export const exported: readonly string[] = readdirSync(folder)

/** What must sign in after the move of an export. */
export const knownOf = (system: string): readonly Known[] =>
  jsonLines(readFileSync(join(folder, system, 'known.jsonl'), 'utf8').trim()) as readonly Known[]

/** What is in a folder beside an export: what to expect, and another form of the same users. */
const beside = new Set(['known.jsonl', 'expected.json', 'import-template.csv'])

/** The files of an export, by their paths. */
export const filesOf = (system: string): readonly string[] =>
  readdirSync(join(folder, system))
    .filter((name) => !beside.has(name))
    .map((name) => join(folder, system, name))

/** Moves files into a pool of its own with one command. */
export const moveIn = async (
  system: string,
  files: readonly string[],
  flags: readonly string[] = [],
  config: object = {},
): Promise<{ readonly place: Workplace; readonly ran: Ran }> => {
  const place = workplace(config)
  const ran = await place.run([
    'import',
    'users',
    '--from',
    system,
    ...files,
    '--report',
    'report.jsonl',
    ...flags,
  ])
  return { place, ran }
}

/** The code that an authenticator app shows now, by RFC 6238 and node:crypto alone. */
const codeOf = ({ totp = '', algo = 'sha1', digits = 6 }: Known): string => {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac(algo, Buffer.from(totp, 'hex')).update(step).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The verdicts on logins: with the password alone, then with a code, then with a recovery code, where there are any. */
export const verdictsOn = async (place: Workplace, known: readonly Known[]): Promise<readonly unknown[]> => {
  const tries = known.flatMap((each) => {
    const { login, password, totp, recovery } = each
    return [
      { login, password },
      ...(totp === undefined ? [] : [{ login, password, code: codeOf(each) }]),
      ...(recovery === undefined ? [] : [{ login, password, recoveryCode: recovery }]),
    ]
  })
  const { out } = await place.run(['sign-in'], {
    input: tries.map((each) => JSON.stringify(each)).join('\n'),
  })
  return jsonLines(out).map(({ verdict }, index) => [tries[index]?.login, verdict])
}

/** The verdicts that there must be. */
export const verdictsOf = (known: readonly Known[]): readonly unknown[] =>
  known.flatMap(({ login, totp, recovery, blocked, mustChange }) => {
    const last = mustChange === true ? 'password_change_required' : 'signed_in'
    if (blocked === true) return [[login, 'wrong_credentials']]
    return [
      [login, totp === undefined && recovery === undefined ? last : 'otp_required'],
      ...(totp === undefined ? [] : [[login, last]]),
      ...(recovery === undefined ? [] : [[login, last]]),
    ]
  })

type Json = Readonly<Record<string, unknown>>

/** What depends on the moment of the move. */
const ofTheMoment = new Set(['updatedAt', 'statusChangedAt', 'version', 'identityId'])

/** A user as it is printed, without ids and times that were made here. */
const withoutMoment = (user: Json): Json => {
  const fields = JSON.parse(
    JSON.stringify(user, (name, value: unknown) => (ofTheMoment.has(name) ? undefined : value)),
  ) as Json
  const isOfNow = (value: unknown): boolean => Date.now() - Date.parse(String(value)) < 3_600_000
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        !(['createdAt', 'passwordLastSetAt'].includes(name) && isOfNow(value)) &&
        !(name === 'userId' && /^[0-9a-f]{24}$/u.test(String(value))),
    ),
  )
}

const keyOf = (user: Json): string => JSON.stringify([user['externalId'], user['email'], user['username']])

/** The users of a pool as `keepsake list` prints them. */
export const usersOf = async (place: Workplace): Promise<readonly unknown[]> =>
  jsonLines((await place.run(['list'])).out)
    .map(withoutMoment)
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))

/** The users of a pool, and what the report of the move says of each row. */
export const outcomeOf = async (place: Workplace): Promise<unknown> => {
  const left = readLines(place.at('report.jsonl')).flatMap(({ outcome, issues = [] }) =>
    (issues as readonly Json[]).map(({ path, message, code }) =>
      [outcome, message ?? `${String(path)} ${String(code)}`].join(' '),
    ),
  )
  return { users: await usersOf(place), left }
}
