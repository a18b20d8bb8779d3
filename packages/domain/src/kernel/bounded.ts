/**
 * The text, if it has at most `max` UTF-16 units; nothing if it is longer. Every function that reads a text from
 * outside calls this first: a refused text is not searched, split, decoded or copied.
 */
export const within = (text: string, max: number): string | undefined =>
  text.length > max ? undefined : text

/** The limits of a text: UTF-16 units, and parts between its separators. */
export type Bounds = { readonly length: number; readonly parts: number }

/** The parts of a text between separators; nothing if the text is longer, or has more parts, than the bounds allow. */
export const splitWithin = (
  text: string,
  separator: string,
  { length, parts }: Bounds,
): readonly string[] | undefined => {
  // With a limit, the search ends at the first part beyond it.
  const found = within(text, length)?.split(separator, parts + 1)
  return found === undefined || found.length > parts ? undefined : found
}
