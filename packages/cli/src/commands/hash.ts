import { hashFields } from '@keepsake/app/input'
import { verifyAny } from '@keepsake/app/kit'
import { unreadableHash, detailsOfRow, parsePlainPassword, spellings } from '@keepsake/domain/rules'
import {
  readHashColumn,
  type Checked,
  type HashDetails,
  type Issue,
  type HashColumn,
  type UnreadableHash,
} from '@keepsake/domain'
import { toIssueDtos, maybe, text } from '@keepsake/http/wire'
import { z } from 'zod'
import { inspectHash, openHashTools, type HashTools } from '../composition/adapters-from-config.ts'
import { answerLines, type Answer } from '../terminal/lines.ts'
import { exitCodes } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

const explainRequest = z.strictObject({ encoded: z.string() })
/** The details of a hash have the same names as in a row of users, without `password` in front. */
const verifyRequest = z.strictObject({
  encoded: z.string(),
  password: z.string(),
  format: text,
  prehash: text,
  encoding: text,
  salt: text,
  parameters: maybe(hashFields),
  username: text,
})

/**
 * Says what each hash may be: possible formats with their parameters and strength, and formats that look alike. If there are
 * two or more candidates, the format must be named. `incomplete`: a candidate needs a detail beside the hash. `unread`: the
 * format is known, but no verifier here reads it.
 */
export const explainHashes = (terminal: Terminal): Promise<number> =>
  answerLines(
    terminal,
    explainRequest,
    async ({ encoded }) => {
      const { kind } = readHashColumn(encoded)
      const inspection = inspectHash(encoded)
      return { verdict: kind === 'hash' ? verdictOf(inspection) : notHashed[kind], ...inspection }
    },
    (verdict) => (verdict === 'known' ? exitCodes.done : exitCodes.refused),
  )

/** Texts that are not hashes: a marker of another system, and a password in clear text. */
const notHashed: Readonly<Record<Exclude<HashColumn['kind'], 'hash'>, string>> = {
  none: 'no-password',
  clear: 'in-clear',
}

const verdictOf = ({ candidates, lookalikes, unread }: ReturnType<HashTools['inspect']>): string => {
  const [only, ...others] = candidates
  if (only === undefined)
    return unread !== undefined ? 'unread' : lookalikes.length > 0 ? 'ambiguous' : 'unknown'
  if (others.length > 0 || only.mustBeNamed) return 'ambiguous'
  if (only.missing.length > 0) return 'incomplete'
  return only.withinBounds ? 'known' : 'refused'
}

/** Checks known passwords against hashes, as a sign-in would, before users are moved. */
export const verifyHashes = async (terminal: Terminal): Promise<number> => {
  const tools = await openHashTools()
  return answerLines(
    terminal,
    verifyRequest,
    (request) => verify(request, tools),
    (verdict) => (verdict === 'right' || verdict === 'outdated' ? exitCodes.done : exitCodes.refused),
  )
}

/** The hash may have another format than given, or costs too much. Every other reason is a fault of the line. */
const unreadable: Readonly<Partial<Record<UnreadableHash, string>>> = {
  unknown: 'unknown',
  ambiguous: 'ambiguous',
  'too-costly': 'refused',
}

type VerifyRequest = z.infer<typeof verifyRequest>

const verify = async (request: VerifyRequest, { inspect, verifier }: HashTools): Promise<Answer> => {
  const { encoded, password, format } = request
  const details = detailsOf(request)
  if (details.isErr()) return invalid(details.error)
  const kept = readHashColumn(encoded, format)
  if (kept.kind !== 'hash') return { verdict: notHashed[kept.kind] }
  const hash = verifier.recognise(kept.encoded, format, details.value)
  if (hash.isErr()) {
    const { candidates: found, unread } = inspect(encoded)
    if (unread !== undefined) return { verdict: 'unread', unread }
    const candidates = found.map((candidate) => candidate.format)
    const verdict = unreadable[hash.error]
    if (verdict === undefined) return invalid([unreadableHash[hash.error]])
    return { verdict, ...(candidates.length > 0 ? { candidates } : {}) }
  }
  const plain = parsePlainPassword(password)
  if (plain.isErr()) return { verdict: 'wrong', format: hash.value.format }
  const verdict = await verifyAny(spellings(plain.value), hash.value, verifier)
  if (verdict.isErr()) return { verdict: 'unavailable', format: hash.value.format }
  return { verdict: verdict.value === 'not-mine' ? 'refused' : verdict.value, format: hash.value.format }
}

/** The details of a line. They are those of a row of users, under shorter names. */
const detailsOf = ({ prehash, encoding, salt, parameters, username }: VerifyRequest): Checked<HashDetails> =>
  detailsOfRow(
    {
      ...(prehash !== undefined && { passwordPrehash: prehash }),
      ...(encoding !== undefined && { passwordEncoding: encoding }),
      ...(salt !== undefined && { passwordSalt: salt }),
      ...(parameters !== undefined && { passwordParameters: parameters }),
      ...(username !== undefined && { username }),
    },
    {},
  )

/** The issues of a row of users, under the names that a line uses. */
const invalid = (issues: readonly Issue[]): Answer => ({
  verdict: 'invalid',
  errors: toIssueDtos(
    issues.map((each) => ({ ...each, path: each.path.map(withoutPassword) })),
    'en-US',
  ),
})

const withoutPassword = (step: string | number): string | number =>
  String(step)
    .replace(/^password(?=.)/u, '')
    .toLowerCase()
