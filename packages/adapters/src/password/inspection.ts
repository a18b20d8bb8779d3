import type { Strength } from '@keepsake/domain'
import type { HashParameters } from './formats/hash-format.ts'
import type { UnreadHash } from './formats/unread.ts'

/** A format that an encoded hash may be of. */
export type HashCandidate = {
  readonly format: string
  /** The systems that write such hashes. */
  readonly from: string
  /** Everything that decides how long a check takes, by name: numbers, and names of algorithms. */
  readonly parameters: HashParameters
  readonly strength: Strength
  /** Whether a check costs no more than we grant. */
  readonly withinBounds: boolean
  /** `recognise` takes the hash for this format only if the caller names the format. */
  readonly mustBeNamed: boolean
  /** The inputs of the hash that are not in it and have to be given. */
  readonly missing: readonly ('salt' | 'username')[]
}

/**
 * Another format that a hash may have if its caller says so: the name to give as format, and what has to be given in
 * addition.
 */
export type HashLookalike = {
  readonly format: string
  readonly missing: HashCandidate['missing']
}

export type HashInspection = {
  readonly candidates: readonly HashCandidate[]
  /** A format that a hash is not taken for unless its caller names it: it is taken for one of the candidates. */
  readonly lookalikes: readonly HashLookalike[]
  /** The system that has written something around the hash. */
  readonly wrappedBy?: string
  /** The known kind of the hash if there is no candidate but the text is not unknown. */
  readonly unread?: UnreadHash
}
