import { readHashColumn } from '@keepsake/domain'
import { findCandidates } from './find-candidates.ts'
import { findLookalikes } from './find-lookalikes.ts'
import { maxEncoded, type HashFormat } from './formats/hash-format.ts'
import { hashFormats, type HashFormatSettings } from './formats/table.ts'
import { findUnread } from './formats/unreadable-formats.ts'
import type { HashInspection } from './inspection.ts'

export type { UnreadHash } from './formats/unreadable-formats.ts'
export type { HashCandidate, HashInspection, HashLookalike } from './inspection.ts'

/**
 * Tells by shape alone everything that an encoded hash may be; empty if it is no hash that we read. White space around
 * it, and what its system has written around it, do not count. Computes no hash.
 */
export const inspectHash = (text: string, settings: Partial<HashFormatSettings> = usual): HashInspection => {
  const kept = readHashColumn(text)
  if (kept.kind !== 'hash' || kept.encoded.length > maxEncoded) return { candidates: [], lookalikes: [] }
  const formats = tableFor(settings)
  const found = findCandidates(kept.encoded, formats)
  const unread = found.candidates.length === 0 ? findUnread(kept.encoded) : undefined
  return {
    ...found,
    lookalikes: findLookalikes(kept.encoded, found.candidates, formats),
    ...(unread && { unread }),
  }
}

const usual: Partial<HashFormatSettings> = {}
const tables = new WeakMap<Partial<HashFormatSettings>, readonly HashFormat[]>()

/** The table for the settings: a caller that inspects a file of hashes has it made only once. */
const tableFor = (settings: Partial<HashFormatSettings>): readonly HashFormat[] => {
  const table = tables.get(settings) ?? hashFormats(settings)
  tables.set(settings, table)
  return table
}
