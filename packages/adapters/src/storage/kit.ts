/**
 * The parts of a storage adapter, if you write one: say how the engine begins, reads and commits, and write the stores
 * over that. `storageOver` makes a storage from the two, with transactions, retries and closing.
 */
export type { Awaitable, Change, Engine, Query, Transaction } from './engine.ts'
export { openHorizon, type Horizon } from './horizon.ts'
export type { Patience } from './retry.ts'
export { storageOver, type Session, type StoresOver } from './storage-over.ts'
export { summaryOf } from './outbox-summary.ts'
