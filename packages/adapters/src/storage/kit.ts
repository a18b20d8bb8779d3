/**
 * What a storage adapter is made of, for who writes one: say how the engine begins, reads and commits, and write the
 * stores over that; `storageOver` makes a storage of the two, with its transactions, retries and closing.
 */
export type { Awaitable, Change, Engine, Query, Transaction } from './engine.ts'
export { openHorizon, type Horizon } from './horizon.ts'
export type { Patience } from './patiently.ts'
export { storageOver, type Session, type StoresOver } from './storage-over.ts'
export { summaryOf } from './outbox-summary.ts'
