/**
 * A lane of its own for callers who have shown more than a login. At most `most` of them use it at the same time. All others
 * count as strangers. So one device token, or one network, does not take all turns of its kind.
 */
export type Standing = { readonly lane: string; readonly most: number }

/** Describes the caller who asks for a turn. */
export type Asker = {
  /** Lanes take turns. A stranger's lane is the network, so callers do not wait for what other networks send. */
  readonly lane: string
  /** What the caller has shown, the best first. A caller without standing, or whose standings are in use, is a stranger. */
  readonly standings?: readonly Standing[]
}
