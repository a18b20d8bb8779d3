import { readKeptText, type Strength } from '@keepsake/domain'
import type { HashFormat, HashParameters } from './formats/hash-format.ts'
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

/**
 * Tells by shape alone all that an encoded hash may be; none if it is no hash that we read. White space around it is no
 * part of it. Computes no hash.
 */
export const inspectHash = (text: string, settings: Partial<HashFormatSettings> = usual): HashInspection => {
  const kept = readKeptText(text)
  return { candidates: kept.kind === 'hash' ? candidatesFor(kept.encoded, settings) : [] }
}

const usual: Partial<HashFormatSettings> = {}
const tables = new WeakMap<Partial<HashFormatSettings>, readonly HashFormat[]>()

/** The table for the settings: whoever looks at a file of hashes has it made once. */
const tableFor = (settings: Partial<HashFormatSettings>): readonly HashFormat[] => {
  const table = tables.get(settings) ?? hashFormats(settings)
  tables.set(settings, table)
  return table
}

const candidatesFor = (encoded: string, settings: Partial<HashFormatSettings>): readonly HashCandidate[] =>
  tableFor(settings).flatMap(({ id, mustBeNamed, read }) => {
    const hash = read(encoded)
    if (hash === undefined) return []
    const { parameters, strength, tooCostly } = hash
    return [{ format: id, parameters, strength, withinBounds: !tooCostly, mustBeNamed }]
  })
