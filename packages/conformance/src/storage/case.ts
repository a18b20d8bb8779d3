import assert from 'node:assert/strict'
import { userPoolId, type PoolStorage, type Storage, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

/** Opens an empty storage. The case that opens it closes it. */
export type OpenStorage = () => Promise<Storage>

/** One promise of the storage port. `run` rejects with an `AssertionError` if an adapter breaks it. */
export type StorageCase = { readonly name: string; readonly run: (open: OpenStorage) => Promise<void> }

/** A case about a storage as a whole. */
export const withStorage = (name: string, check: (storage: Storage) => Promise<void>): StorageCase => ({
  name,
  run: async (open) => {
    const storage = await open()
    try {
      await check(storage)
    } finally {
      await storage.close()
    }
  },
})

/** A case about one pool. */
export const withPool = (name: string, check: (pool: PoolStorage) => Promise<void>): StorageCase =>
  withStorage(name, (storage) => check(storage.inPool(userPoolId('pool-one'))))

/** The value of a call that must succeed. */
export const valueOf = async <T, E>(call: ResultAsync<T, E>): Promise<T> => {
  const result = await call
  if (result.isErr()) assert.fail(`expected success, got ${inWords(result.error)}`)
  return result.value
}

/** The error of a call that must fail. */
export const errorOf = async <T, E>(call: ResultAsync<T, E>): Promise<E> => {
  const result = await call
  if (result.isOk()) assert.fail('expected an error, got success')
  return result.error
}

/** Checks that a call fails because the storage does not answer. */
export const isUnavailable = async <T, E extends { readonly kind: string }>(
  call: ResultAsync<T, E | Unavailable>,
): Promise<void> => {
  const error = await errorOf(call)
  assert.equal(error.kind, 'unavailable')
  assert.equal('part' in error && error.part, 'storage')
}

/** Checks that two lists hold the same records, in any order. */
export const sameRecords = <T>(
  actual: readonly T[],
  expected: readonly T[],
  idOf: (record: T) => string,
): void => {
  const inOrder = (records: readonly T[]): readonly T[] =>
    records.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1))
  assert.deepEqual(inOrder(actual), inOrder(expected))
}

/** How many of the answers equal this one. */
export const count = <T>(answers: readonly T[], wanted: T): number =>
  answers.filter((answer) => answer === wanted).length

/** The answers of this many concurrent calls. */
export const atOnce = async <T, E>(times: number, call: (index: number) => ResultAsync<T, E>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => valueOf(call(index))))

const inWords = (error: unknown): string => {
  const { kind, cause } = error as { readonly kind?: string; readonly cause?: unknown }
  return cause instanceof Error ? `${kind}: ${cause.message}` : String(kind)
}
