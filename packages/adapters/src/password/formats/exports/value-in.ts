import { countIn, textIn, type Fields } from '../text/json.ts'

/** The names that systems and their tools use for one value. */
export type Names = readonly string[]

/** The text under one of the names; nothing if there are two, which may differ. */
export const oneText = (fields: Fields | undefined, names: Names): string | undefined =>
  textIn(fields, nameIn(fields, names))

/** The same for a whole number above 0. */
export const oneCount = (fields: Fields | undefined, names: Names): number | undefined =>
  countIn(fields, nameIn(fields, names))

/** Whether none of the names is present. */
export const isAbsent = (fields: Fields | undefined, names: Names): boolean =>
  names.every((name) => fields?.[name] === undefined)

const nameIn = (fields: Fields | undefined, names: Names): string => {
  const [name, ...others] = names.filter((each) => fields?.[each] !== undefined)
  return name === undefined || others.length > 0 ? '' : name
}
