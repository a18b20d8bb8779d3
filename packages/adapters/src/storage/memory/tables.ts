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
  User,
  UserId,
} from '@keepsake/domain'

/** Records by key. */
export type Table<V> = {
  readonly get: (key: string) => V | undefined
  /** Replaces what the key has by a record; `undefined` removes it. */
  readonly put: (key: string, value: V | undefined) => void
  /** In the order in which they were put last; those of an overlay after those below it. */
  readonly entries: () => Iterable<readonly [string, V]>
}

/** A network that a user has signed in from, and until when it is remembered. */
export type KnownNetwork = { readonly network: string; readonly until: Instant }

/** What a user is found by: unique keys, as `keyText` writes them, and search terms. */
export type Findable = { readonly keys: readonly string[]; readonly searchTerms: readonly string[] }

/** By fingerprint: the time up to which a secret is used up, and when a recovery code was used. */
export type FactorUses = {
  readonly secrets: ReadonlyMap<string, Instant>
  readonly codes: ReadonlyMap<string, Instant>
}

/** Everything that a pool holds. */
export type Tables = {
  readonly users: Table<User>
  /** The user that holds a unique key, by `keyText`. */
  readonly owners: Table<UserId>
  /** By the user's id. */
  readonly findable: Table<Findable>
  readonly credentials: Table<Credential>
  /** By the user's id; never one without authenticators. */
  readonly secondFactors: Table<SecondFactor>
  /** What was used of a user's secrets and recovery codes, by the user's id. */
  readonly factorUses: Table<FactorUses>
  /** The users who have an authenticator, by its fingerprint; never an empty list. */
  readonly fingerprintOwners: Table<readonly UserId[]>
  readonly outbox: Table<OutboxEntry<Notice>>
  readonly events: Table<OutboxEntry<DomainEvent | EventDelivery>>
  /** Until when a key is remembered, by kind and key. */
  readonly spent: Table<Instant>
  /** By kind and key. */
  readonly attempts: Table<AttemptsInARow>
  /** By the user's id; never an empty list. */
  readonly knownNetworks: Table<readonly KnownNetwork[]>
  /** By purpose. */
  readonly poolKeys: Table<PoolKey>
  readonly moves: Table<Move>
  /** By number and move. */
  readonly moveChunks: Table<MoveChunk>
  /** By number and move. */
  readonly refusedMoveRows: Table<RefusedMoveRow>
  /** By source and digest. */
  readonly ledger: Table<LedgerRow>
  /** The keys of the ledger's rows that name a user, by the user's id; never an empty list. */
  readonly ledgerOfUsers: Table<readonly string[]>
  /** What the records were made with. */
  readonly traits: Table<string>
}

/** The tables of a new pool. */
export const newTables = (): Tables => ({
  users: newTable(),
  owners: newTable(),
  findable: newTable(),
  credentials: newTable(),
  secondFactors: newTable(),
  factorUses: newTable(),
  fingerprintOwners: newTable(),
  outbox: newTable(),
  events: newTable(),
  spent: newTable(),
  attempts: newTable(),
  knownNetworks: newTable(),
  poolKeys: newTable(),
  moves: newTable(),
  moveChunks: newTable(),
  refusedMoveRows: newTable(),
  ledger: newTable(),
  ledgerOfUsers: newTable(),
  traits: newTable(),
})

const newTable = <V>(): Table<V> => {
  const records = new Map<string, V>()
  return {
    get: (key) => records.get(key),
    put: (key, value) => {
      records.delete(key)
      if (value !== undefined) records.set(key, value)
    },
    entries: () => records.entries(),
  }
}

/** Tables that show what is below them and keep every change in themselves until `apply` passes the changes down. */
export type Overlay = { readonly tables: Tables; readonly apply: () => void }

/** Lays an overlay on a pool's tables, or on another overlay. */
export const overlay = (below: Tables): Overlay => {
  const tables = {
    users: layer(below.users),
    owners: layer(below.owners),
    findable: layer(below.findable),
    credentials: layer(below.credentials),
    secondFactors: layer(below.secondFactors),
    factorUses: layer(below.factorUses),
    fingerprintOwners: layer(below.fingerprintOwners),
    outbox: layer(below.outbox),
    events: layer(below.events),
    spent: layer(below.spent),
    attempts: layer(below.attempts),
    knownNetworks: layer(below.knownNetworks),
    poolKeys: layer(below.poolKeys),
    moves: layer(below.moves),
    moveChunks: layer(below.moveChunks),
    refusedMoveRows: layer(below.refusedMoveRows),
    ledger: layer(below.ledger),
    ledgerOfUsers: layer(below.ledgerOfUsers),
    traits: layer(below.traits),
  }
  return { tables, apply: () => Object.values(tables).forEach((each) => each.apply()) }
}

type Layer<V> = Table<V> & { readonly apply: () => void }

const layer = <V>(below: Table<V>): Layer<V> => {
  const changes = new Map<string, V | undefined>()
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : below.get(key)),
    put: (key, value) => {
      changes.delete(key)
      changes.set(key, value)
    },
    entries: function* () {
      for (const entry of below.entries()) if (!changes.has(entry[0])) yield entry
      for (const [key, value] of changes) if (value !== undefined) yield [key, value] as const
    },
    apply: () => changes.forEach((value, key) => below.put(key, value)),
  }
}
