import {
  parsePlainPassword,
  readKeptText,
  spellings,
  type KeptText,
  type UnreadableHash,
} from '@keepsake/domain'
import { z } from 'zod'
import { hashTools, type HashTools } from '../../composition/adapters-from-config.ts'
import { verifyAny } from '../../use-cases/sign-in/check-password.ts'
import { text } from '../../wire/shape.ts'
import { answerLines, type Answer } from '../lines.ts'
import { exitCodes } from '../report.ts'
import type { Terminal } from '../terminal.ts'

const explainRequest = z.strictObject({ encoded: z.string() })
const verifyRequest = z.strictObject({ encoded: z.string(), password: z.string(), format: text })

/** Says of every hash what it may be: format, parameters, strength. Two candidates or more mean that it must be named. */
export const explainHashes = (terminal: Terminal): Promise<number> => {
  const { inspect } = hashTools()
  return answerLines(
    terminal,
    explainRequest,
    async ({ encoded }) => {
      const { kind } = readKeptText(encoded)
      const { candidates } = inspect(encoded)
      return { verdict: kind === 'hash' ? verdictOf(candidates) : notHashed[kind], candidates }
    },
    (verdict) => (verdict === 'known' ? exitCodes.done : exitCodes.refused),
  )
}

/** A marker of another system, and a password that it never hashed. */
const notHashed: Readonly<Record<Exclude<KeptText['kind'], 'hash'>, string>> = {
  none: 'no-password',
  clear: 'in-clear',
}

const verdictOf = (candidates: ReturnType<HashTools['inspect']>['candidates']): string => {
  const [only, ...others] = candidates
  if (only === undefined) return 'unknown'
  if (others.length > 0 || only.mustBeNamed) return 'ambiguous'
  return only.withinBounds ? 'known' : 'refused'
}

/** Checks known passwords against hashes, as a sign-in would, before anybody is moved. */
export const verifyHashes = (terminal: Terminal): Promise<number> => {
  const tools = hashTools()
  return answerLines(
    terminal,
    verifyRequest,
    (request) => verify(request, tools),
    (verdict) => (verdict === 'right' || verdict === 'outdated' ? exitCodes.done : exitCodes.refused),
  )
}

const unreadable: Readonly<Record<UnreadableHash, string>> = {
  unknown: 'unknown',
  ambiguous: 'ambiguous',
  'too-costly': 'refused',
}

const verify = async (
  { encoded, password, format }: z.infer<typeof verifyRequest>,
  { inspect, verifier }: HashTools,
): Promise<Answer> => {
  const kept = readKeptText(encoded, format)
  if (kept.kind !== 'hash') return { verdict: notHashed[kept.kind] }
  const hash = verifier.recognise(kept.encoded, format)
  if (hash.isErr()) {
    const candidates = inspect(encoded).candidates.map((candidate) => candidate.format)
    return { verdict: unreadable[hash.error], ...(candidates.length > 0 ? { candidates } : {}) }
  }
  const plain = parsePlainPassword(password)
  if (plain.isErr()) return { verdict: 'wrong', format: hash.value.format }
  const verdict = await verifyAny(spellings(plain.value), hash.value, verifier)
  if (verdict.isErr()) return { verdict: 'unavailable', format: hash.value.format }
  return { verdict: verdict.value === 'not-mine' ? 'refused' : verdict.value, format: hash.value.format }
}
