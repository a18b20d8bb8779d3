import type { MovePlanReport, MoveRecord, MoveRecords, MoveRunReport, PlanMoveCommand } from '@keepsake/app'
import type { Account } from '@keepsake/app'
import { err, ok } from 'neverthrow'
import { createHash } from 'node:crypto'
import { valueOf, type Subject } from './keepsake.ts'

/** A record of a source in a test: a row, and beside it what the record has besides. A text is a line that is broken. */
export type TestRecord = Readonly<Record<string, unknown>> | string

/** The records of a source that is in memory. Reading begins at a row. */
export const recordsOf = (
  list: readonly TestRecord[],
  beside: (row: number) => Partial<MoveRecord> = () => ({}),
): MoveRecords => ({
  from: 'ndjson',
  name: 'users.ndjson',
  digest: createHash('sha256').update(JSON.stringify(list)).digest('hex'),
  rows: async function* (from) {
    for (const [row, record] of list.entries()) {
      if (row < (from?.row ?? 0)) continue
      const position = { line: row + 1, column: 1, byte: row * 100, row }
      await Promise.resolve()
      if (typeof record === 'string')
        yield err({
          position,
          issues: [{ code: 'file.syntax_broken', path: [], params: { format: 'NDJSON' } }],
          canGoOn: true,
        })
      else yield ok({ position, row: record, ...beside(row) })
    }
  },
})

type Options = Partial<Omit<PlanMoveCommand, 'records'>>

/** Plans a move of the source `crm`. */
export const planOf = (
  { keepsake }: Subject,
  records: MoveRecords,
  options: Options = {},
): Promise<MovePlanReport> => valueOf(keepsake.moves.plan({ source: 'crm', records, ...options }))

/** Plans and runs a move of the source `crm`. */
export const moveAll = async (
  subject: Subject,
  list: readonly TestRecord[],
  options: Options = {},
): Promise<{ readonly plan: MovePlanReport; readonly run: MoveRunReport }> => {
  const records = recordsOf(list)
  const plan = await planOf(subject, records, options)
  const run = await valueOf(subject.keepsake.moves.run({ move: plan.move, records, holder: 'test' }))
  return { plan, run }
}

/** Everything that can be read of all users, by their external ids, but for the version and when it was made. */
export const directoryOf = async ({ keepsake, rest }: Subject): Promise<ReadonlyMap<string, unknown>> => {
  const { accounts: users } = await valueOf(keepsake.users.list({ limit: 50 }))
  const ids = users.map(({ user }) => user.id)
  const credentials = await valueOf(rest.credentials.findByUserIds(ids))
  const factors = await valueOf(rest.secondFactors.findByUserIds(ids))
  return new Map(
    users.map(({ user }: Account) => [
      user.externalId ?? user.id,
      {
        user: { ...user, version: 'rises', updatedAt: 'rises' },
        credential: credentials.find(({ userId }) => userId === user.id),
        factor: factors.find(({ userId }) => userId === user.id),
      },
    ]),
  )
}

/** The account of an external id. */
export const accountOf = async ({ keepsake }: Subject, externalId: string): Promise<Account> => {
  const account = await valueOf(keepsake.users.find({ externalId }))
  if (account === undefined) throw new Error(`nobody has the external id ${externalId}`)
  return account
}
