/**
 * A value as text that is the same for the same content: JSON with the names of every record in order, without absent fields.
 * Lists keep their order.
 */
export const canonicalText = (value: unknown): string => JSON.stringify(inOrder(value)) ?? 'null'

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  // Pairs, because a record would put names that are numbers first, and `__proto__` nowhere.
  const fields = Object.entries(value).filter(([, of]) => of !== undefined)
  return { fields: fields.toSorted(byName).map(([name, of]) => [name, inOrder(of)]) }
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : Number(one > other)
