import { foreignSystem, type ForeignSource } from '@keepsake/app/foreign'
import type { InspectedFile } from '../composition/record-adapters.ts'
import type { FileFlags } from '../import/file-flags.ts'
import type { Shape } from './shape.ts'

/** The characters that may be between cells. The first one with which the columns are those of the system is it. */
const delimiters = [',', ';', '\t', '|']

/** The shapes that a file may have by its beginning, the likeliest first. None if it holds no records. */
export const shapesOf = (
  { kind }: InspectedFile,
  source: ForeignSource,
  { delimiter, sheet, path }: FileFlags,
): readonly Shape[] => {
  if (kind.kind === 'unclear') return []
  if (kind.kind === 'other') return kind.ldif === true ? [{ kind: 'ldif' }] : []
  switch (kind.format) {
    case 'json':
      return path === undefined ? [{ kind: 'lists' }, { kind: 'document' }] : [{ kind: 'lists', path }]
    case 'ndjson':
      return path === undefined ? [{ kind: 'records', format: 'ndjson' }] : [{ kind: 'lists', path }]
    case 'xlsx':
      return [{ kind: 'records', format: 'xlsx', ...(sheet !== undefined && { sheet }) }]
    case 'csv':
      return csvShapes(source, delimiter)
  }
}

const csvShapes = (source: ForeignSource, given: string | undefined): readonly Shape[] => {
  const base = { kind: 'records', format: 'csv' } as const
  const shapes: readonly Shape[] =
    given === undefined
      ? [base, ...delimiters.map((delimiter) => ({ ...base, delimiter }))]
      : [{ ...base, delimiter: given }]
  return foreignSystem(source).users.columns === undefined
    ? shapes
    : shapes.flatMap((shape) => [{ ...shape, header: 'none' }, shape])
}
