import type { PoolStorage, Storage, Stores } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

type Verb = (...given: readonly unknown[]) => ResultAsync<unknown, unknown>
type Verbs = Readonly<Record<string, Verb>>

/** A storage in which each verb that is called by itself is the only one of a transaction. */
export const inTransactions = (storage: Storage): Storage => ({
  ...storage,
  inPool: (pool) => poolInTransactions(storage.inPool(pool)),
})

const poolInTransactions = ({ atomically, ...stores }: PoolStorage): PoolStorage => ({
  ...(Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      Object.fromEntries(
        Object.keys(store).map((verb) => [
          verb,
          (...given: readonly unknown[]) =>
            atomically((inside) => (inside[name as keyof Stores] as unknown as Verbs)[verb]!(...given)),
        ]),
      ),
    ]),
  ) as unknown as Stores),
  atomically,
})
