/** Whether a value is a plain record: not a list, not bytes, not another kind of object. */
export const isPlainRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Whether plain data can be written as JSON without loss. */
export const isJson = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  if (value === null) return true
  return Array.isArray(value)
    ? value.every(isJson)
    : isPlainRecord(value) && Object.values(value).every(isJson)
}
