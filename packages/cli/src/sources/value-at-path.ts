/** The value at a place in plain data, if there is one. */
export const valueAtPath = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined) return value
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return valueAtPath((value as Readonly<Record<string, unknown>>)[step], rest)
}
