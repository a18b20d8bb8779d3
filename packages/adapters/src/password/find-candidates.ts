import type { Prehash } from '@keepsake/domain'
import { aboutFormat } from './formats/about.ts'
import { writeFormatName } from './formats/format-name.ts'
import type { HashFormat, ReadHash } from './formats/hash-format.ts'
import { isExpression, nameInputs } from './formats/nested/name-inputs.ts'
import { unwrapOnce } from './formats/wrappers/unwrap.ts'
import type { Unwrapped } from './formats/wrappers/unwrapped.ts'
import type { HashCandidate, HashInspection } from './inspection.ts'

type Found = Pick<HashInspection, 'candidates' | 'wrappedBy'>

/** Every format that a text may have, as it is or without what its system has written around it. */
export const findCandidates = (
  encoded: string,
  formats: readonly HashFormat[],
  left: number = maxWrappers,
): Found => {
  const candidates = formats.flatMap((format) => {
    const hash = format.isDisguised ? undefined : format.read(encoded)
    return hash === undefined ? [] : [candidate(format.id, format.mustBeNamed, hash)]
  })
  const inner = candidates.length > 0 || left === 0 ? undefined : unwrapOnce(encoded)
  if (inner === undefined) return { candidates }
  const inside =
    inner.format === undefined
      ? findCandidates(inner.encoded, formats, left - 1).candidates.map(prehashed(inner.prehash))
      : candidatesAs(inner.format, inner, formats)
  return inside.length === 0 ? { candidates } : { candidates: inside, wrappedBy: inner.from }
}

/** The candidate for a password that the wrapper's system digests first. */
const prehashed =
  (prehash: Prehash | undefined) =>
  (found: HashCandidate): HashCandidate =>
    prehash === undefined
      ? found
      : { ...found, format: writeFormatName({ id: found.format, form: { prehash } }) }

/** As many wrappers as are removed when a hash is recognised. */
const maxWrappers = 3

const candidate = (format: string, mustBeNamed: boolean, hash: ReadHash): HashCandidate => ({
  format,
  from: aboutFormat(format)?.from ?? '',
  parameters: hash.parameters,
  strength: hash.strength,
  withinBounds: !hash.tooCostly,
  mustBeNamed,
  missing: [],
})

/** The candidates that the wrapper names. */
const candidatesAs = (
  said: string,
  { encoded, prehash }: Unwrapped,
  formats: readonly HashFormat[],
): readonly HashCandidate[] => {
  const id = isExpression(said) ? 'nested-digest' : said
  const text = isExpression(said) ? nameInputs(said, encoded, {}) : undefined
  if (text?.isErr() === true) return text.error === 'username-missing' ? [withoutName(said)] : []
  const hash = formats.find((format) => format.id === id)?.read(text?.isOk() ? text.value : encoded)
  if (hash === undefined) return []
  return [prehashed(prehash)(candidate(id, false, hash))]
}

/** A digest that includes the user's name, which is in no hash. */
const withoutName = (expression: string): HashCandidate => ({
  format: expression,
  from: aboutFormat('nested-digest')?.from ?? '',
  parameters: {},
  strength: 'weak',
  withinBounds: true,
  mustBeNamed: false,
  missing: ['username'],
})
