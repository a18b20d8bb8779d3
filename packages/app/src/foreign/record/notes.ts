import type { Issue, Path } from '@keepsake/domain'
import type { Lost, LostReason } from '../foreign-user.ts'

/** What is written down while one record is read. */
export type Notes = {
  readonly issues: Issue[]
  readonly warnings: Issue[]
  readonly lost: Lost[]
}

export const newNotes = (): Notes => ({ issues: [], warnings: [], lost: [] })

/** Notes that a value cannot come along. */
export const lose = (notes: Notes, reason: LostReason, path: Path): void => {
  notes.lost.push({ path, reason })
}
