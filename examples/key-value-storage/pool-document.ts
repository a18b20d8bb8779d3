import type {
  AttemptsInARow,
  Credential,
  DomainEvent,
  EventDelivery,
  Instant,
  LedgerRow,
  Move,
  MoveChunk,
  Notice,
  SecondFactor,
  PoolKey,
  OutboxEntry,
  RefusedMoveRow,
  UserEntry,
} from '@keepsake/domain'

/** What a user has used of secrets and recovery codes. It outlives the authenticators that have them. */
export type FactorUses = {
  readonly secrets: readonly (readonly [fingerprint: string, until: Instant])[]
  readonly codes: readonly (readonly [fingerprint: string, usedAt: Instant])[]
}

/** All that a pool holds. A key of more than one part is one text, and no two of them read alike. */
export type PoolDocument = {
  /** Each with the unique keys that it holds, and what it is found by. */
  users: Map<string, UserEntry>
  /** The id of the user who holds a unique key. */
  owners: Map<string, string>
  credentials: Map<string, Credential>
  secondFactors: Map<string, SecondFactor>
  /** By user: up to when the time of each secret is used, and when each recovery code was, by fingerprint. */
  uses: Map<string, FactorUses>
  outbox: Map<string, OutboxEntry<Notice>>
  events: Map<string, OutboxEntry<DomainEvent | EventDelivery>>
  /** Until when a key is remembered. */
  spent: Map<string, Instant>
  attempts: Map<string, AttemptsInARow>
  /** By user: the networks, and until when each is known. */
  networks: Map<string, readonly { readonly network: string; readonly until: Instant }[]>
  moves: Map<string, Move>
  chunks: Map<string, MoveChunk>
  refusedRows: Map<string, RefusedMoveRow>
  /** The rows of all sources. */
  ledger: Map<string, LedgerRow>
  /** The pool's own, by what each is for. */
  keys: Map<string, PoolKey>
  /** What the records were made by. */
  traits: Map<string, string>
}

/** The document as one text. Fields that are `undefined` are absent from it. */
export const writeDocument = (document: PoolDocument): string =>
  JSON.stringify(Object.entries(document).map(([name, records]) => [name, [...records]]))

/** Reads what `writeDocument` wrote; a pool that nobody wrote to is empty. */
export const readDocument = (text: string | undefined): PoolDocument => {
  const parts = new Map(JSON.parse(text ?? '[]') as [string, [string, never][]][])
  const records = <T>(name: keyof PoolDocument): Map<string, T> => new Map(parts.get(name))
  return {
    users: new Map([...records<UserEntry>('users')].map(([id, entry]) => [id, withPlainData(entry)])),
    owners: records('owners'),
    credentials: records('credentials'),
    secondFactors: records('secondFactors'),
    uses: records('uses'),
    outbox: records('outbox'),
    events: records('events'),
    spent: records('spent'),
    attempts: records('attempts'),
    networks: records('networks'),
    moves: records('moves'),
    chunks: records('chunks'),
    refusedRows: records('refusedRows'),
    ledger: records('ledger'),
    keys: records('keys'),
    traits: records('traits'),
  }
}

/** Custom data has no prototype, so that no name in it means anything to JavaScript. */
const withPlainData = ({ user, ...entry }: UserEntry): UserEntry => ({
  ...entry,
  user: { ...user, customData: Object.assign(Object.create(null), user.customData) },
})
