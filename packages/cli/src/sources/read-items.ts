import { recordsIn } from '@keepsake/app/foreign'
import { ok, type Result } from 'neverthrow'
import {
  openInspected,
  readJsonDocument,
  readJsonLists,
  type ListPath,
} from '../composition/record-adapters.ts'
import { readLdif } from './read-ldif.ts'
import type { Item, ShapedFile } from './shape.ts'
import type { SourcePosition, UnreadableRow } from './source.ts'

type Items = AsyncIterable<Result<Item, UnreadableRow>>

/** Reads the records of a file that are in lists at these places, from a position on. */
export const readItems = (file: ShapedFile, places: readonly string[], from?: SourcePosition): Items => {
  const whole = readWhole(file, places, from)
  return file.isPaged ? inPages(whole, places, from) : whole
}

async function* readWhole(
  file: ShapedFile,
  places: readonly string[],
  from?: SourcePosition,
): AsyncGenerator<Result<Item, UnreadableRow>> {
  const { shape, inspected, bounds } = file
  switch (shape.kind) {
    case 'lists': {
      const { path } = shape
      const paths = path === undefined ? places.map(pathOf) : [path]
      for await (const each of readJsonLists(inspected.text, paths, bounds).read(from))
        yield each.map(({ list, ...element }) => ({
          ...element,
          list: path === undefined ? list.join('.') : '',
        }))
      return
    }
    case 'document':
      yield (await readJsonDocument(inspected.text, bounds)).map((placed) => ({ ...placed, list: '' }))
      return
    case 'ldif':
      yield* readLdif(inspected.text, bounds, from)
      return
    case 'records': {
      const { format, ...how } = shape
      const { reader } = await openInspected(inspected, format, { lists: [], bounds, ...how })
      for await (const each of reader.read(from)) yield each.map((placed) => ({ ...placed, list: '' }))
    }
  }
}

/** The steps of a dotted path. */
export const pathOf = (place: string): ListPath => (place === '' ? [] : place.split('.'))

/** Takes the records out of pages. Those of one page have its position, and their number in it. */
async function* inPages(
  items: Items,
  places: readonly string[],
  from: SourcePosition | undefined,
): AsyncGenerator<Result<Item, UnreadableRow>> {
  for await (const item of items) {
    if (item.isErr() || item.value.list !== '') {
      yield item
      continue
    }
    const { position, record } = item.value
    let part = 0
    for (const list of places.filter((place) => place !== ''))
      for (const inner of recordsIn(record, { at: [list] })) {
        const isBehind = position.row === from?.row && part < (from.part ?? 0)
        if (!isBehind) yield ok({ position: { ...position, part }, list, record: inner })
        part += 1
      }
  }
}
