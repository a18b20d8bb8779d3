import { importsOf, isIn, isInSome, type Sources } from './sources.ts'

/** Who may import what. Files and targets are places, as `isIn` reads them. */
export type ImportRule = {
  readonly says: string
  readonly files: readonly string[]
  /** These may be imported and nothing else. */
  readonly only?: readonly string[]
  /** These may not be imported. */
  readonly never?: readonly string[]
  /** What some of the files may import nevertheless. */
  readonly except?: Readonly<Record<string, readonly string[]>>
  /** A made-up file that breaks the rule, to show that it can be broken: its path and its text. */
  readonly breach: readonly [path: string, text: string]
}

/** The imports that break a rule, as `file:line imports target`. */
export const breaches = (rule: ImportRule, sources: Sources): readonly string[] =>
  importsOf(sources)
    .filter(({ from, target }) => isInSome(from, rule.files) && !isAllowed(rule, from, target))
    .map(({ from, line, target }) => `${from}:${line} imports ${target}`)

const isAllowed = ({ only, never = [], except = {} }: ImportRule, from: string, target: string): boolean => {
  const isExcepted = Object.entries(except).some(
    ([place, targets]) => isIn(from, place) && isInSome(target, targets),
  )
  return isExcepted || ((only === undefined || isInSome(target, only)) && !isInSome(target, never))
}

/** The places a rule names that hold no file, so that it says nothing about them: a folder was renamed, say. */
export const emptyPlaces = ({ files, except = {} }: ImportRule, sources: Sources): readonly string[] =>
  [...files, ...Object.keys(except)].filter((place) => ![...sources.keys()].some((path) => isIn(path, place)))
