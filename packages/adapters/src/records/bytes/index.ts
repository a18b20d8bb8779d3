export { defaultBounds, type RecordBounds } from '../bounds.ts'
export { fileBytes, type ByteSource } from './byte-source.ts'
export { isEncoding } from './encoding.ts'
export { openText, type TextOptions, type TextSource } from './text-source.ts'
