/**
 * The result of checking a text against a hash. `outdated`: right, but weaker than what the pool writes today.
 * `not-mine`: there is no reader for this format, or the parameters are beyond the bounds; nothing was computed.
 */
export type HashVerdict = 'right' | 'outdated' | 'wrong' | 'not-mine'

/** Whether each verdict means that the text is the right one. */
const rightness: Readonly<Record<HashVerdict, boolean>> = {
  right: true,
  outdated: true,
  wrong: false,
  'not-mine': false,
}

/** Whether a text is the one that was hashed. */
export const isRight = (verdict: HashVerdict): boolean => rightness[verdict]
