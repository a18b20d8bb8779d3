import type { Keepsake } from '@keepsake/app'
import { userId, userPoolId, type Notice, type Storage } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { nodeSystem } from '@keepsake/adapters/system/node'
import type { EngineName } from '../import/engines.ts'
import { openStorage } from '../import/library.ts'
import type { Contender } from '../measure.ts'
import { openKeepsake, openPorts, pool } from '../open-keepsake.ts'
import { batchSize, prehashedBatch } from '../sample-users.ts'

export type Closable = { readonly close: () => Promise<unknown> }

/** The library on a database, with a sender that does nothing. */
export type Library = Closable & {
  readonly storage: Storage
  readonly keepsake: Keepsake
  /** Makes a batch of users, and answers how many notices wait for it. */
  readonly fill: () => Promise<number>
}

export const openLibrary = async (engine: EngineName, database: string): Promise<Library> => {
  const storage = await openStorage(engine, database)
  const keepsake = openKeepsake({ ...(await openPorts(storage)), noticeSender: { send: () => okAsync() } })
  let batches = 0
  return {
    storage,
    keepsake,
    fill: async () => {
      const report = (await keepsake.users.create(prehashedBatch(batches)))._unsafeUnwrap()
      batches += 1
      if (report.created.length !== batchSize) throw new Error('Rows of the batch were refused')
      return (await storage.inPool(userPoolId(pool)).outbox.summary())._unsafeUnwrap().waiting
    },
    close: async () => (await storage.close())._unsafeUnwrap(),
  }
}

/** Sends all that waits after a batch of users. */
export const delivering =
  ({ keepsake, fill }: Library): Contender =>
  async () => {
    const units = await fill()
    const run = async (): Promise<void> => {
      if ((await keepsake.notices.deliver({ limit: units }))._unsafeUnwrap().sent !== units)
        throw new Error('Not all were sent')
    }
    return { units, run }
  }

/** As many notices as a batch may have users, none of them like another. */
export const newNotices = (): readonly Notice[] => {
  const { newId } = nodeSystem()
  return Array.from({ length: batchSize }, (_, index) => ({
    id: newId(),
    userId: userId(newId()),
    kind: 'account-created',
    channel: 'email',
    to: `lin.mei.${index}@mail${index % 50}.example.com`,
    createdAt: Date.now(),
    url: 'https://login.example.com/',
  }))
}

/** Writes a batch's notices in one transaction. */
export const writing =
  ({ storage }: Library): Contender =>
  () => {
    const notices = newNotices()
    const run = async (): Promise<void> =>
      (
        await storage.inPool(userPoolId(pool)).atomically(({ outbox }) => outbox.addAll(notices))
      )._unsafeUnwrap()
    return { units: notices.length, run }
  }
