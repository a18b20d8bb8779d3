import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import type { CreateUsers } from '@keepsake/app'
import type { Credential, Notice, OtpSet, PoolStorage, Stores, User, UserEntry } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { openIdentity, openPorts } from '../open-identity.ts'
import type { RawBatch, Value } from './raw-sqlite.ts'

/** Takes a batch through the library and answers the rows that it would have written, writing none. */
export const makeRawBatch = async (batch: CreateUsers): Promise<RawBatch> => {
  const memory = openMemoryStorage()
  const written = { users: [], credentials: [], authenticators: [], recoveryCodes: [], notices: [] } as {
    -readonly [T in keyof RawBatch]: RawBatch[T][number][]
  }
  const keep = (stores: Stores): Stores => ({
    ...stores,
    users: {
      ...stores.users,
      insertAll: (entries) => okAsync(void written.users.push(...entries.map(userRows))),
    },
    credentials: {
      ...stores.credentials,
      insertAll: (list) => okAsync(void written.credentials.push(...list.map(credentialRow))),
    },
    otps: {
      ...stores.otps,
      writeAll: (changes) => {
        written.authenticators.push(...changes.flatMap(({ to }) => authenticatorRows(to)))
        written.recoveryCodes.push(...changes.flatMap(({ to }) => recoveryCodeRows(to)))
        return okAsync()
      },
    },
    outbox: {
      ...stores.outbox,
      addAll: (list) => okAsync(void written.notices.push(...list.map(noticeRow))),
    },
  })
  const kept = (storage: PoolStorage): PoolStorage => ({
    ...storage,
    atomically: (work) => work(keep(storage)),
  })
  const identity = openIdentity(openPorts({ ...memory, inPool: (pool) => kept(memory.inPool(pool)) }))
  const report = await identity.createUsers(batch)
  if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
  return written
}

const pool = 'bench'

const userRows = ({ user, keys, searchTerms }: UserEntry): RawBatch['users'][number] => ({
  user: userRow(user),
  keys: keys.map(({ namespace, key }) => [pool, namespace, Buffer.from(key), user.id]),
  terms: [
    ...searchTerms.map((term) => [pool, 'search', Buffer.from(term), user.id]),
    ...user.departmentIds.map((id) => [pool, 'department', Buffer.from(id), user.id]),
    ...user.tenantIds.map((id) => [pool, 'tenant', Buffer.from(id), user.id]),
  ],
})

const userRow = (user: User): readonly Value[] => {
  const { id, version, status, statusChangedAt, createdAt, updatedAt, signIns, ...document } = user
  return [
    pool,
    id,
    version,
    status,
    statusChangedAt,
    createdAt,
    updatedAt,
    signIns.count,
    null,
    null,
    JSON.stringify(document),
  ]
}

const credentialRow = ({ userId, hash, setAt, mustChange, former }: Credential): readonly Value[] => [
  pool,
  userId,
  hash.format,
  hash.cost,
  hash.encoded,
  setAt,
  mustChange ? 1 : 0,
  JSON.stringify(former),
]

const authenticatorRows = ({ userId, authenticators }: OtpSet): readonly (readonly Value[])[] =>
  authenticators.map((enrolment, slot) => [
    pool,
    userId,
    slot,
    enrolment.id,
    null,
    enrolment.secret,
    enrolment.fingerprint,
    enrolment.algorithm,
    enrolment.digits,
    enrolment.period,
    enrolment.enrolledAt,
    null,
    enrolment.lastStep,
  ])

const recoveryCodeRows = ({ userId, recoveryCodes }: OtpSet): readonly (readonly Value[])[] =>
  recoveryCodes.map(({ id, hash }, slot) => [pool, userId, slot, id, hash, null])

const noticeRow = (notice: Notice): readonly Value[] => [
  pool,
  notice.id,
  notice.userId,
  notice.kind,
  notice.channel,
  notice.to,
  notice.createdAt,
  notice.url,
  notice.secret ?? null,
]
