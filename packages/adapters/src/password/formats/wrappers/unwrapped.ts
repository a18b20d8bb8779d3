import type { Prehash } from '@keepsake/domain'

/** A hash without what its system writes around it. */
export type Unwrapped = {
  readonly encoded: string
  /** The format or expression that the system uses, if the remaining text does not tell. */
  readonly format?: string
  /** What the system computes from a password before it hashes it. */
  readonly prehash?: Prehash
}

/** The spelling of one system for a hash that another format reads as well. */
export type Wrapper = {
  /** The system's name, for people. */
  readonly from: string
  readonly unwrap: (encoded: string) => Unwrapped | undefined
}
