import type { Issue, Path } from '@keepsake/domain'
import type { Lost, LostReason } from '../foreign-user.ts'

/** What is written down while one record is read. */
export type Notes = {
  readonly issues: Issue[]
  readonly warnings: Issue[]
  readonly lost: Lost[]
  /** Addresses and numbers beside those by which the user is known. */
  readonly further: FurtherContact[]
}

/** An address or number beside the one by which the user is known, and its place. */
export type FurtherContact = {
  readonly kind: 'email' | 'phone'
  readonly value: string
  readonly verified: boolean | undefined
  readonly path: Path
}

export const newNotes = (): Notes => ({ issues: [], warnings: [], lost: [], further: [] })

/** Notes that a value cannot come along. */
export const lose = (notes: Notes, reason: LostReason, path: Path): void => {
  notes.lost.push({ path, reason })
}
