import { open, type FileHandle } from 'node:fs/promises'

/**
 * Whether the file of a database still has one of these texts in a place that no row uses. When SQLite spreads rows
 * over other pages, the old content may stay between a page's list of cells and the first of them. No `secure_delete`
 * overwrites it when such a row is deleted (`rebuildPage` of its `btree.c`).
 */
export const isLeftIn = async (file: string, texts: readonly string[]): Promise<boolean> => {
  const wanted = texts.filter((text) => text.length >= telling).map((text) => Buffer.from(text))
  if (wanted.length === 0) return false
  const handle = await open(file, 'r')
  try {
    return await search(handle, wanted)
  } finally {
    await handle.close()
  }
}

/** A shorter text can be found by chance. */
const telling = 4

const pagesAtATime = 256

const search = async (handle: FileHandle, wanted: readonly Buffer[]): Promise<boolean> => {
  const header = Buffer.alloc(headerBytes)
  await handle.read(header, 0, headerBytes, 0)
  const stored = header.readUInt16BE(16)
  const pageSize = stored === 1 ? 65_536 : stored
  if (pageSize === 0) return false
  const pages = Buffer.alloc(pageSize * pagesAtATime)
  for (let at = 0; ; at += pages.length) {
    const { bytesRead } = await handle.read(pages, 0, pages.length, at)
    for (let start = 0; start + pageSize <= bytesRead; start += pageSize) {
      const page = pages.subarray(start, start + pageSize)
      if (holdsAny(gapOf(page, at + start === 0 ? headerBytes : 0), wanted)) return true
    }
    if (bytesRead < pages.length) return false
  }
}

/** The first page begins with the header of the file (https://www.sqlite.org/fileformat.html). */
const headerBytes = 100

/** The lengths of the headers of the pages that hold cells, by their first byte. */
const pageHeaders: Readonly<Record<number, number>> = { 2: 12, 5: 12, 10: 8, 13: 8 }

/** The bytes between the list of a page's cells and the first of them; nothing if a page holds no cells. */
const gapOf = (page: Buffer, offset: number): Buffer => {
  const length = pageHeaders[page[offset] ?? 0]
  if (length === undefined) return page.subarray(0, 0)
  const cells = page.readUInt16BE(offset + 3)
  return page.subarray(offset + length + 2 * cells, page.readUInt16BE(offset + 5) || page.length)
}

const holdsAny = (gap: Buffer, wanted: readonly Buffer[]): boolean =>
  gap.some((byte) => byte !== 0) && wanted.some((text) => gap.includes(text) || isCutOff(gap, text))

/** Whether the text begins at the end of the gap: the first cell has overwritten the rest of it. */
const isCutOff = (gap: Buffer, text: Buffer): boolean => {
  for (let length = Math.min(text.length - 1, gap.length); length >= telling; length -= 1)
    if (gap.subarray(gap.length - length).equals(text.subarray(0, length))) return true
  return false
}
