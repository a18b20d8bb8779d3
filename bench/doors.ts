import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createKeepsake, type CreateUsers } from '@keepsake/app'
import { checkInput, inputs } from '@keepsake/app/input'
import { median } from './measure.ts'
import { openPorts, pool } from './open-keepsake.ts'
import { customFields, prehashedBatch } from './sample-users.ts'
import { costLine, type Line } from './table.ts'

const rounds = 5

/** What it takes to check a batch at the door, against the whole batch with memory for a storage. */
export const benchDoors = async (): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for (const rows of [1000, 10_000]) {
    const batch = batchOf(rows)
    const checks: number[] = []
    const batches: number[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const check = await timed(() => checkInput(inputs.users.create, batch)._unsafeUnwrap())
      const whole = await timed(() => create(batch))
      // The first warms both up.
      if (round > 0) checks.push(check)
      if (round > 0) batches.push(whole)
    }
    lines.push(costLine(`doors ${rows} rows checked, of a batch`, 'ms', median(checks), median(batches)))
  }
  return lines
}

const batchOf = (rows: number): CreateUsers => ({
  ...prehashedBatch(0),
  list: Array.from({ length: rows / 1000 }, (_, index) => prehashedBatch(index).list).flat(),
})

const create = async (batch: CreateUsers): Promise<void> => {
  const settings = { pool, loginUrl: 'https://login.example.com/', customFields, limits: { rows: 10_000 } }
  const keepsake = createKeepsake(await openPorts(openMemoryStorage()), settings)
  const report = await keepsake.users.create(batch)
  if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
}

const timed = async (run: () => unknown): Promise<number> => {
  const started = performance.now()
  await run()
  return performance.now() - started
}
