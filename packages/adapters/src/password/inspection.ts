import type { Strength } from '@keepsake/domain'
import type { HashParameters } from './formats/hash-format.ts'
import type { UnreadHash } from './formats/unread.ts'

/** A format that an encoded hash may be of. */
export type HashCandidate = {
  readonly format: string
  /** Who writes such hashes. */
  readonly from: string
  /** All that decides how long a check takes, by name: numbers, and names of algorithms. */
  readonly parameters: HashParameters
  readonly strength: Strength
  /** A check costs no more than we grant. */
  readonly withinBounds: boolean
  /** `recognise` takes it for this format only when told so. */
  readonly mustBeNamed: boolean
  /** What the hash is made of that does not stand in it, and has to be given. */
  readonly missing: readonly ('salt' | 'username')[]
}

/** What a hash may be as well, if its caller says so: a word for the format, and what has to be given beside that. */
export type HashLookalike = {
  readonly format: string
  readonly missing: HashCandidate['missing']
}

export type HashInspection = {
  readonly candidates: readonly HashCandidate[]
  /** What is taken for one of the candidates, unless its caller names it. */
  readonly lookalikes: readonly HashLookalike[]
  /** The system that has written something around the hash. */
  readonly wrappedBy?: string
  /** What it is where there is no candidate, though it is no unknown text. */
  readonly unread?: UnreadHash
}
