import { setImmediate as nextTurn } from 'node:timers/promises'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import type { Storage, Stores } from '@keepsake/domain'
import { fromSafePromise, type ResultAsync } from 'neverthrow'
import { wrapStorage } from '../../builders/wrapped-storage.ts'

/** A storage that keeps every promise of the port but one. */
export type BrokenStorage = {
  /** What it does instead. */
  readonly breaks: string
  /** The conformance case that must see it. */
  readonly caughtBy: string
  readonly open: () => Storage
}

/** A storage in memory whose stores are other ones, in transactions too. `wrap` is called once a pool and transaction. */
export const withStores = (
  breaks: string,
  caughtBy: string,
  wrap: (stores: Stores) => Partial<Stores>,
): BrokenStorage => ({
  breaks,
  caughtBy,
  open: () => wrapStorage(openMemoryStorage(), (stores) => ({ ...stores, ...wrap(stores) })),
})

/** A storage in memory with one of its stores altered. */
export const withStore = <Name extends keyof Stores>(
  name: Name,
  breaks: string,
  caughtBy: string,
  alter: (store: Stores[Name], stores: Stores) => Partial<Stores[Name]>,
): BrokenStorage =>
  withStores(breaks, caughtBy, (stores) => ({
    [name]: { ...stores[name], ...alter(stores[name], stores) },
  }))

/** Lets everybody else go on first: what lies between a look and the write that rests on it. */
export const meanwhile = <T>(value: T): ResultAsync<T, never> => fromSafePromise(nextTurn(value))

/** Hands a value on, once something is done beside it. */
export const tap =
  (act: () => void): (<T>(value: T) => T) =>
  (value) => {
    act()
    return value
  }
