import type { UnreadableHash } from '@keepsake/domain'
import type { HashFormat } from './formats/hash-format.ts'
import { systems } from './formats/systems.ts'
import type { HashCandidate, HashLookalike } from './inspection.ts'
import { recogniseHash } from './recognise.ts'

/** The formats that a hash is read as only if its caller names them. */
export const findLookalikes = (
  encoded: string,
  candidates: readonly HashCandidate[],
  formats: readonly HashFormat[],
): readonly HashLookalike[] => {
  const isCandidate = (format: string): boolean => candidates.some((each) => each.format === format)
  const disguised = formats.filter(({ isDisguised, read }) => isDisguised && read(encoded) !== undefined)
  const named = Object.entries(systems).flatMap(([name, format]): readonly HashLookalike[] => {
    const missing = isCandidate(format) ? undefined : missingFor(name, encoded, formats)
    return missing === undefined ? [] : [{ format: name, missing }]
  })
  return [...disguised.map(({ id }) => ({ format: id, missing: [] })), ...named]
}

/** What a refusal asks for. */
const asked: Readonly<Partial<Record<UnreadableHash, 'salt' | 'username'>>> = {
  'salt-missing': 'salt',
  'username-missing': 'username',
}

/**
 * What has to be given so that the hash can be read in this format; nothing if it cannot be read in it, whatever is
 * given.
 */
const missingFor = (
  format: string,
  encoded: string,
  formats: readonly HashFormat[],
  missing: HashLookalike['missing'] = [],
): HashLookalike['missing'] | undefined => {
  const details = Object.fromEntries(missing.map((name) => [name, 'any']))
  const table = { possible: () => formats, find: (id: string) => formats.find((each) => each.id === id) }
  const found = recogniseHash(encoded, format, details, table)
  if (found.isOk()) return missing
  const next = asked[found.error]
  return next === undefined || missing.includes(next)
    ? undefined
    : missingFor(format, encoded, formats, [...missing, next])
}
