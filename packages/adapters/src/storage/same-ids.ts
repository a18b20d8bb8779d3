/** Whether two lists hold the same ids, in any order. */
export const sameIds = (some: readonly string[], others: readonly string[]): boolean => {
  const [one, other] = [new Set(some), new Set(others)]
  return one.size === other.size && others.every((id) => one.has(id))
}
