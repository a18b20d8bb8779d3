import { fileFault } from '../bytes/fault.ts'
import { zipEntries } from './zip-entries.ts'

/** The largest workbook, in bytes unpacked. A workbook is read whole. */
export const maxWorkbookBytes = 134_217_728

/**
 * Refuses a workbook that is damaged, too large, or has a cell without a value that can be read: a formula that no program
 * has computed, or an error such as `#N/A`. The reader of cells would take the first for an empty cell.
 */
export const checkWorkbook = (workbook: Buffer): void => {
  const entries = zipEntries(workbook, maxWorkbookBytes)
  for (;;) {
    const { done, value } = entries.next()
    if (done === true) {
      if (value === 'too-large') throw tooLarge()
      if (value === 'broken') throw fileFault('file.syntax_broken', { format: 'XLSX' })
      return
    }
    if (!/^xl\/worksheets\/[^/]+\.xml$/u.test(value.name)) continue
    const cell = findUnreadableCell(new TextDecoder().decode(value.content))
    if (cell !== undefined) throw fileFault('file.cell_without_value', { cell })
  }
}

/** The fault of a workbook that is too large. */
export const tooLarge = (): Error =>
  fileFault('file.too_large', { max: maxWorkbookBytes / 1_048_576, unit: 'MiB' })

const cell = /<c\b(?<attributes>[^>]*?)(?:\/>|>(?<content>.*?)<\/c>)/gsu

/** An empty value is one of a text only. Programs that compute nothing write it for every formula. */
const isComputed = (attributes: string, content: string): boolean => {
  const value = /<v\b[^>]*?(?:\/>|>(?<text>[^<]*)<\/v>)/u.exec(content)
  const isText = /\bt="str"/u.test(attributes)
  return value !== null && (isText || (value.groups?.['text'] ?? '') !== '')
}

const findUnreadableCell = (sheet: string): string | undefined => {
  for (const { groups } of sheet.matchAll(cell)) {
    const { attributes = '', content = '' } = groups ?? {}
    const isError = /\bt="e"/u.test(attributes)
    if (isError || (/<f\b/u.test(content) && !isComputed(attributes, content)))
      return /\br="(?<at>[A-Z]+\d+)"/u.exec(attributes)?.groups?.['at'] ?? 'unknown'
  }
  return undefined
}
