import { createKeepsake } from '@keepsake/app'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { openBoss } from '../../examples/move-on-pg-boss/move-queue.ts'
import { workOnMoves } from '../../examples/move-on-pg-boss/move-worker.ts'
import { openNdjsonRecords } from '../../examples/move-on-pg-boss/ndjson-records.ts'
import { openByUrl } from '../adapters/storage/open-by-url.ts'
import { poolOfMoves, sealingKeys } from './move-worker-settings.ts'

// Does the chunks of a queue until it is killed. Says "<chunk> <outcome>" for each.
//
// node move-worker-child.ts <database> <queue> <file> <holder>

const [url = '', queue = '', file = '', holder = ''] = process.argv.slice(2)
const keepsake = createKeepsake(
  {
    ...(await openStandardPorts(sealingKeys)),
    noticeSender: openCaptureSender(),
    storage: await openByUrl(url),
  },
  poolOfMoves,
)
const { moves } = keepsake
const told = {
  moves: {
    ...moves,
    runChunk: (command: Parameters<typeof moves.runChunk>[0]) =>
      moves.runChunk(command).map((report) => {
        console.log(`${command.chunk} ${report.outcome}`)
        return report
      }),
  },
}
const boss = await openBoss(url, (error) => console.error(error))
await workOnMoves(boss, { queue, keepsake: told, records: await openNdjsonRecords(file), holder })
