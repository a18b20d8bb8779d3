import type { RecordFormat } from '@keepsake/domain'
import type { InspectedFile, ListPath, RecordBounds } from '../composition/record-adapters.ts'
import type { InputFile } from './input-files.ts'
import type { SourcePosition } from './source.ts'

/** How the records of a file are found in it. */
export type Shape =
  /** The lists at the places of a JSON document where a system has them, or at the one place that a flag names. */
  | { readonly kind: 'lists'; readonly path?: ListPath }
  /** A JSON document that is one record. */
  | { readonly kind: 'document' }
  | { readonly kind: 'ldif' }
  | {
      readonly kind: 'records'
      readonly format: Exclude<RecordFormat, 'json'>
      readonly delimiter?: string
      readonly sheet?: string
      readonly header?: 'none'
    }

/** A file of a source, and how it is read. */
export type ShapedFile = InputFile & {
  readonly inspected: InspectedFile
  readonly shape: Shape
  /** Its records are pages: documents with lists of records in them. */
  readonly isPaged: boolean
  readonly bounds: RecordBounds
}

/** A record of a file, and the dotted path of its list in a document. `''` is the document, or the file. */
export type Item = { readonly position: SourcePosition; readonly list: string; readonly record: unknown }
