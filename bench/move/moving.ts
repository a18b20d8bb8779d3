/** A process that plans a move of an export of NDJSON, or runs the move that was planned last, and answers what it took. */
import { createHash } from 'node:crypto'
import { fileBytes, openText } from '@keepsake/adapters/records/bytes'
import { readNdjson } from '@keepsake/adapters/records/ndjson'
import type { MoveRecords } from '@keepsake/app'
import type { EngineName } from '../import/engines.ts'
import { openStorage } from '../import/library.ts'
import { openKeepsake, openPorts } from '../open-keepsake.ts'

/** What a step of a move has taken. Rates are in rows a second. A plan has none of a window. */
export type Moved = {
  readonly figures: Readonly<Record<'new' | 'changed' | 'unchanged' | 'refused', number>>
  readonly seconds: number
  /** Of the first and the last 10,000 rows. */
  readonly windows?: { readonly first: number; readonly last: number }
  /** The most resident memory of the process. */
  readonly megabytes: number
}

const windowRows = 10_000

const [engine, database, file, step] = process.argv.slice(2) as [EngineName, string, string, 'plan' | 'run']

const openRecords = async (): Promise<MoveRecords> => {
  const bytes = fileBytes(file)
  const digest = createHash('sha256')
  for await (const chunk of bytes.read()) digest.update(chunk)
  const reader = readNdjson(await openText(bytes))
  return {
    from: 'ndjson',
    name: 'export.ndjson',
    digest: digest.digest('hex'),
    rows: async function* (from) {
      for await (const each of reader.read(from))
        yield each.map(({ position, record }) => ({ position, row: record }))
    },
  }
}

const storage = await openStorage(engine, database)
const keepsake = openKeepsake(await openPorts(storage))
const records = await openRecords()
const startedAt = performance.now()
const seconds = (): number => (performance.now() - startedAt) / 1000

const plan = async (): Promise<Omit<Moved, 'megabytes'>> => {
  const options = { keepPassword: true }
  const planned = await keepsake.moves.plan({ source: 'bench', records, options })
  return { figures: planned._unsafeUnwrap(), seconds: seconds() }
}

const run = async (): Promise<Omit<Moved, 'megabytes'>> => {
  const [last] = (await keepsake.moves.list())._unsafeUnwrap()
  if (last === undefined) throw new Error('No move was planned')
  /** When so many rows were done, in seconds. */
  const times: (readonly [done: number, seconds: number])[] = [[0, 0]]
  const onProgress = ({ done }: { readonly done: number }): void => void times.push([done, seconds()])
  const report = await keepsake.moves.run({ move: last.move, records, holder: 'bench', onProgress })
  const rateBetween = (from: number, to: number): number => {
    const [start = [0, 0], end = [0, 0]] = [from, to].map((rows) => times.find(([done]) => done >= rows))
    return (end[0] - start[0]) / (end[1] - start[1])
  }
  const { rows } = last
  const window = Math.min(windowRows, rows)
  return {
    figures: report._unsafeUnwrap(),
    seconds: seconds(),
    windows: { first: rateBetween(0, window), last: rateBetween(rows - window, rows) },
  }
}

const { figures, ...rest } = await (step === 'plan' ? plan() : run())
;(await storage.close())._unsafeUnwrap()
const { new: added, changed, unchanged, refused } = figures
const moved: Moved = {
  figures: { new: added, changed, unchanged, refused },
  ...rest,
  megabytes: process.resourceUsage().maxRSS / 1000,
}
if (process.send === undefined) console.log(moved)
else process.send(moved, () => process.disconnect())
