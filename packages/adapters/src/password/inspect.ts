import type { Strength } from '@keepsake/domain'
import type { HashParameters } from './formats/hash-format.ts'
import { hashFormats, type HashFormatSettings } from './formats/table.ts'

/** A format that an encoded hash may be of. */
export type HashCandidate = {
  readonly format: string
  /** All that decides how long a check takes, by name: numbers, and names of algorithms. */
  readonly parameters: HashParameters
  readonly strength: Strength
  /** A check costs no more than we grant. */
  readonly withinBounds: boolean
  /** `recognise` takes it for this format only when told so. */
  readonly mustBeNamed: boolean
}

export type HashInspection = { readonly candidates: readonly HashCandidate[] }

/** Tells by shape alone all that an encoded hash may be; none if it is no hash that we read. Computes no hash. */
export const inspectHash = (encoded: string, settings: Partial<HashFormatSettings> = {}): HashInspection => ({
  candidates: hashFormats(settings).flatMap(({ id, mustBeNamed, read }) => {
    const hash = read(encoded)
    if (hash === undefined) return []
    const { parameters, strength, tooCostly } = hash
    return [{ format: id, parameters, strength, withinBounds: !tooCostly, mustBeNamed }]
  }),
})
