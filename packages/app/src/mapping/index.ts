// How the records of any source become rows, and how to guess it. It is pure: files and tables are read elsewhere.

export { applyMapping, mappedPaths, type MappedRecord } from './apply-mapping.ts'
export { guessMapping, type Guess, type GuessedField } from './guess-mapping.ts'
export type { Conversion, Mapping, MappingRule } from './mapping.ts'
export { mappingSchema, readMapping } from './read-mapping.ts'
