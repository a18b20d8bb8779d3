/**
 * The text, where it has at most `max` UTF-16 units; nothing where it is longer. Everything that reads a text from outside
 * asks this first: what is refused here is not searched, split, decoded or copied.
 */
export const within = (text: string, max: number): string | undefined =>
  text.length > max ? undefined : text

/** The most that a text may have: UTF-16 units, and parts between its separators. */
export type Bounds = { readonly length: number; readonly parts: number }

/** The parts of a text between separators; nothing where it is longer, or has more parts, than the bounds allow. */
export const splitWithin = (
  text: string,
  separator: string,
  { length, parts }: Bounds,
): readonly string[] | undefined => {
  // With a limit the search ends at the first part too many.
  const found = within(text, length)?.split(separator, parts + 1)
  return found === undefined || found.length > parts ? undefined : found
}
