import { fileFault } from '../bytes/fault.ts'
import type { TextSource } from '../bytes/text-source.ts'
import { formatListPath, type ListPath } from './list-path.ts'
import { scanList, type Scanned, type ScanStart } from './scan-list.ts'

/** Scans the text of a file from a place. It ends with a fault if no list was found. */
export async function* scanText(
  text: TextSource,
  lists: readonly ListPath[],
  start: ScanStart,
  maxElement: number,
  finds: 'first' | 'every' = 'first',
): AsyncGenerator<Scanned> {
  const scan = scanList(lists, start, maxElement, finds)
  let isFound = start.inside !== undefined
  const others: string[] = []
  const noting = function* (found: Iterable<Scanned>): Generator<Scanned> {
    for (const each of found) {
      isFound ||= each.kind === 'list'
      if (each.kind === 'beside' && each.isList) others.push(formatListPath(each.path))
      yield each
    }
  }
  for await (const chunk of text.read(start.place.byte)) yield* noting(scan.push(chunk))
  yield* noting(scan.end())
  if (!isFound)
    throw fileFault(
      'file.list_missing',
      {
        places: lists.map(formatListPath).join(' or '),
        others: others.length === 0 ? 'none' : others.slice(0, 5).join(', '),
      },
      start.place,
    )
}
