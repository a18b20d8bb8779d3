import type { Strength } from '@keepsake/domain'
import type { HashParameters } from './formats/hash-format.ts'
import type { UnreadHash } from './formats/unreadable-formats.ts'

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
  /** Formats that the hash also fits. It is taken for one of the candidates unless its caller names one of these. */
  readonly lookalikes: readonly HashLookalike[]
  /** The system that has written something around the hash. */
  readonly wrappedBy?: string
  /** If there is no candidate: the known kind of hash that the text is, if it is one. */
  readonly unread?: UnreadHash
}
