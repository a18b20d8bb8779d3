import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { ByteSource } from '@keepsake/adapters/records/bytes'
import { openRecordFile } from '@keepsake/adapters/records/file'
import { describe, expect, it } from 'vitest'
import { lists, readFileOf } from './files.ts'
import { workbookParts, zip, type ZipFile } from './zip.ts'

const mib = 1_048_576
const user = '{"username":"ann"}'

/** A list of one user, with white space that says nothing. */
const padded = (mibs: number): Buffer =>
  Buffer.concat([Buffer.from(`[${user}`), blanks(mibs), Buffer.from(']')])
const blanks = (mibs: number): Buffer => Buffer.alloc(mibs * mib, ' ')

const gzip = (bytes: Buffer): Buffer => gzipSync(bytes)
const zstd = (bytes: Buffer): Buffer => zstdCompressSync(bytes)
const codesOf = async (content: Buffer, options: Parameters<typeof readFileOf>[1] = {}) =>
  (await readFileOf(content, { format: 'json', ...options }, 65_536)).faults.map(({ code }) => code)

describe.each([
  ['gzip', gzip],
  ['zstd', zstd],
] as const)('a file under %s', (_, pack) => {
  it('that unpacks to more than 200 times its size is refused', async () => {
    const bomb = pack(padded(40))
    expect((40 * mib) / bomb.length).toBeGreaterThan(200)
    expect(await codesOf(bomb)).toEqual(['file.compression_suspicious'])
  })

  it('may unpack to 16 MiB, however dense it is', async () => {
    const read = await readFileOf(pack(padded(15)), { format: 'json' }, 65_536)
    expect(read).toMatchObject({ rows: [{ username: 'ann' }], faults: [] })
    const suspicious = pack(padded(17))
    expect(await codesOf(suspicious)).toEqual(['file.compression_suspicious'])
  })

  it('may unpack to more if it is as dense as files of users are', async () => {
    const lines = Array.from({ length: 200_000 }, (_unused, index) =>
      JSON.stringify({ username: `user-${index}`, email: `user-${index}@example.com`, name: 'A name' }),
    ).join('\n')
    const packed = pack(Buffer.from(`${lines}\n${' '.repeat(17 * mib - lines.length)}`))
    expect(packed.length * 200).toBeGreaterThan(17 * mib)
    const opened = await openRecordFile(inChunks(packed), { lists, format: 'ndjson' })
    let rows = 0
    for await (const read of opened._unsafeUnwrap().reader.read()) rows += read.isOk() ? 1 : 0
    expect(rows).toBe(200_000)
  })

  it('is refused at a ratio that the settings have', async () => {
    const packed = pack(padded(17))
    const bounds = { maxRecordBytes: mib, maxRatio: Math.ceil((17 * mib) / packed.length) + 1 }
    expect(await codesOf(packed, { bounds })).toEqual([])
    expect(await codesOf(packed, { bounds: { ...bounds, maxRatio: bounds.maxRatio - 2 } })).toEqual([
      'file.compression_suspicious',
    ])
  })
})

const inChunks = (bytes: Buffer, onRead: (count: number) => void = () => undefined): ByteSource => ({
  read: async function* (from = 0) {
    for (let at = from; at < bytes.length; at += 16_384) {
      onRead(at + 16_384)
      yield bytes.subarray(at, at + 16_384)
    }
  },
})

describe('a bomb of many members', () => {
  it('is not unpacked to its end', async () => {
    // 4 GiB, if somebody unpacks it all.
    const member = gzipSync(blanks(16), { level: 9 })
    const members = Array.from({ length: 256 }, () => member)
    const bomb = Buffer.concat([gzipSync(`[${user}`), ...members])
    let taken = 0
    const source = inChunks(bomb, (count) => void (taken = Math.max(taken, count)))
    const opened = await openRecordFile(source, { lists, format: 'json' })
    const faults = []
    for await (const read of opened._unsafeUnwrap().reader.read())
      if (read.isErr()) faults.push(...read.error.issues.map(({ code }) => code))
    expect(faults).toEqual(['file.compression_suspicious'])
    expect(taken).toBeLessThan(bomb.length / 4)
  })

  it('inside of another compression is refused by its name', async () => {
    const { faults } = await readFileOf(gzipSync(gzipSync(padded(1))), {}, 65_536)
    expect(faults.map(({ code }) => code)).toEqual(['file.of_other_kind'])
  })
})

describe('a workbook', () => {
  const sheet = (content: string): readonly ZipFile[] => workbookParts({ Users: content })
  const bomb = (over: Partial<ZipFile> = {}): ZipFile => ({
    name: 'xl/media/image1.bin',
    content: Buffer.alloc(129 * mib),
    ...over,
  })
  const codesOfZip = async (files: readonly ZipFile[]) =>
    (await readFileOf(zip(files), {}, 65_536)).faults.map(({ code }) => code)

  it('that unpacks to more than 128 MiB is refused, whatever sizes it states', async () => {
    expect(await codesOfZip([...sheet(''), bomb()])).toEqual(['file.too_large'])
    expect(await codesOfZip([...sheet(''), bomb({ says: 1 })])).toEqual(['file.too_large'])
  })

  it('whose directory names one file again and again is refused', async () => {
    const overlapping = bomb({ content: Buffer.alloc(2 * mib), times: 65 })
    expect(await codesOfZip([...sheet(''), overlapping])).toEqual(['file.too_large'])
  })

  it('whose directory lies about a size or a content is refused', async () => {
    const small = { name: 'xl/media/a.bin', content: 'abc' }
    expect(await codesOfZip([...sheet(''), { ...small, says: 4_000_000_000 }])).toEqual([
      'file.syntax_broken',
    ])
    const whole = zip(sheet(''))
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60)
    expect((await readFileOf(damaged, {}, 65_536)).faults.map(({ code }) => code)).toEqual([
      'file.syntax_broken',
    ])
    expect((await readFileOf(whole.subarray(0, -30), {}, 65_536)).faults.map(({ code }) => code)).toEqual([
      'file.syntax_broken',
    ])
  })

  it('that is larger than that as it is, is not read to its end', async () => {
    let given = 0
    const piece = Buffer.alloc(mib, 'PK\u0003\u0004', 'latin1')
    const endless: ByteSource = {
      read: async function* () {
        for (; given < 1000; given += 1) yield piece
      },
    }
    const opened = await openRecordFile(endless, { lists })
    const codes = []
    for await (const read of opened._unsafeUnwrap().reader.read())
      if (read.isErr()) codes.push(...read.error.issues.map(({ code }) => code))
    expect(codes).toEqual(['file.too_large'])
    expect(given).toBeLessThan(200)
  })
})
