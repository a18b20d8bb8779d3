/**
 * Guards for ports. If your adapter takes another port, it guards that port too. A guard checks whether an answer is a
 * record of the domain, and a storage checks this of what it reads.
 */
export {
  anything,
  bytesOf,
  count,
  either,
  figure,
  flag,
  instant,
  isObject,
  listOf,
  mapOf,
  nothing,
  oneOf,
  optional,
  positive,
  recordOf,
  recordsOf,
  setOf,
  someOf,
  someText,
  text,
  wordOf,
  type Check,
} from './kernel/guard/check.ts'
export { checkVerbs, guardVerb, portGuard, type PortGuard } from './kernel/guard/guard-port.ts'
export { isThenable, isUnavailable, type AnyGives } from './kernel/guard/guard-verb.ts'
export { carriedBy, carrierOf, isMisbehaviour, misbehaviour } from './kernel/guard/misbehaviour.ts'
export {
  answers,
  answersOr,
  contentOf,
  gives,
  resultOf,
  type Named,
  type Promised,
  type Promises,
} from './kernel/guard/verb.ts'
export {
  credential,
  damagedItem,
  damagedSecondFactor,
  damagedUser,
  deliveryFailure,
  domainEvent,
  eventType,
  notice,
  secondFactor,
  passwordHash,
  phoneNumber,
  outboxEntry,
  secretText,
  uniqueKey,
  user,
} from './storage/records.ts'
export {
  damagedLedgerRow,
  damagedMove,
  ledgerRow,
  move,
  moveChunk,
  moveCounts,
  refusedMoveRow,
} from './move/move-records.ts'
