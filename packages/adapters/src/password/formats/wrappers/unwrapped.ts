import type { Prehash } from '@keepsake/domain'

/** A hash without what its system writes around it. */
export type Unwrapped = {
  readonly encoded: string
  /** The format or expression that the system's own way comes down to, where the text that is left does not tell. */
  readonly format?: string
  /** What the system makes of a password before it hashes it that way. */
  readonly prehash?: Prehash
}

/** How one system writes a hash that another format reads as well. */
export type Wrapper = {
  /** The system, for people. */
  readonly from: string
  readonly unwrap: (encoded: string) => Unwrapped | undefined
}
