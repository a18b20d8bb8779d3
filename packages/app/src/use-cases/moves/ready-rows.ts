import {
  secondFactorIds,
  type Credential,
  type Instant,
  type LedgerRow,
  type LedgerWrite,
  type MoveId,
  type PasswordHash,
  type SecondFactor,
  type SecondFactorWrite,
  type Unavailable,
  type UserChange,
} from '@keepsake/domain'
import {
  nextVersion,
  placedKeys,
  userEntry,
  type ChangedUser,
  type KeyClaim,
  type NoticePlan,
  type PasswordChange,
} from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import { hashesAtOnce, type PoolContext } from '../../context.ts'
import { makeReady } from '../create-users/make-ready.ts'
import type { ReadyRow } from '../create-users/row.ts'
import { eachRow } from '../shared/each-row.ts'
import { fewAtOnce, type FewAtOnce } from '../shared/few-at-once.ts'
import { sealImage } from './before-image.ts'
import { isChanged } from './count-rows.ts'
import type { JudgedRows, KnownRow, NewRow } from './judged.ts'
import { addFurther, makeNextCredential, makeNextFactor } from './ready-secrets.ts'
import { factorField, traceFactor, traceSignIns } from './undo-facts.ts'

/** A row that creates a user, with everything that is written for it. */
export type ReadyNew = { readonly ready: ReadyRow; readonly write: LedgerWrite }

/** A row of a known user, with everything that is written for it. */
export type ReadyKnown = {
  readonly row: number
  readonly change: (UserChange & { readonly event: ChangedUser['event'] }) | undefined
  readonly claim: KeyClaim
  readonly credential:
    | {
        readonly from: PasswordHash | undefined
        readonly to: Credential
        readonly event: PasswordChange['event']
      }
    | undefined
  readonly secondFactor: SecondFactorWrite | undefined
  readonly write: LedgerWrite
}

/** The rows of a chunk, ready to be written: passwords are hashed, secrets and before-images are sealed. */
export type ReadyRows = { readonly created: readonly ReadyNew[]; readonly known: readonly ReadyKnown[] }

/** Does the expensive work of a chunk. */
export const makeRowsReady = (
  { created, known }: JudgedRows,
  move: { readonly id: MoveId; readonly source: string },
  notices: NoticePlan,
  context: PoolContext,
): ResultAsync<ReadyRows, Unavailable> =>
  safeTry(async function* () {
    const now = context.ports.system.clock()
    const limited = fewAtOnce(hashesAtOnce)
    const ready = yield* makeReady(
      created.map(({ accepted }) => accepted),
      notices,
      context,
    )
    const knownReady = yield* eachRow(known, (row) => makeKnownReady(row, move, now, limited, context))
    const complete = yield* eachRow(ready, (each, index) => {
      const row = created[index]
      return row === undefined ? each : addFurther(each, row, now, context)
    })
    return ok({
      created: complete.flatMap((each, index) => {
        const row = created[index]
        return row === undefined ? [] : [{ ready: each, write: createdWrite(row, each, move, context) }]
      }),
      known: knownReady,
    })
  })

const createdWrite = (
  row: NewRow,
  { user, credential, secondFactor }: ReadyRow,
  { id, source }: { readonly id: MoveId; readonly source: string },
  context: PoolContext,
): LedgerWrite => {
  const ledger = row.ledger()
  return {
    from: ledger.present?.revision,
    to: {
      source,
      keyDigest: ledger.keyDigest,
      revision: (ledger.present?.revision ?? 0) + 1,
      key: ledger.key,
      userId: user.id,
      outcome: 'created',
      move: id,
      fingerprint: ledger.fingerprint,
      fields: { ...withFactor(ledger.fields, secondFactor, context), ...traceSignIns(user, context) },
      versionAfter: user.version,
      ...(credential === undefined ? {} : { passwordSetAt: credential.setAt }),
      before: [],
    },
  }
}

const makeKnownReady = (
  row: KnownRow,
  move: { readonly id: MoveId; readonly source: string },
  now: Instant,
  limited: FewAtOnce,
  context: PoolContext,
): ResultAsync<ReadyKnown, Unavailable> =>
  ResultAsync.combine([
    makeNextCredential(row, now, limited, context),
    makeNextFactor(row, now, context),
    sealImage(imageOf(row, move.id), row.ledger.keyDigest, context),
  ]).map(([credential, secondFactor, image]) => {
    const { next, before, ledger } = row
    const keys = placedKeys(next ?? before.user, (next ?? before.user).identities, context.identifierContext)
    const changed = next === undefined ? undefined : nextVersion(before.user, next, now)
    const to: LedgerRow = {
      source: move.source,
      keyDigest: ledger.keyDigest,
      revision: (ledger.present?.revision ?? 0) + 1,
      key: ledger.key,
      userId: before.user.id,
      outcome: outcomeOf(row),
      move: move.id,
      fingerprint: ledger.fingerprint,
      fields: withFactor(ledger.fields, secondFactor?.to ?? before.secondFactor, context),
      versionAfter: changed?.next.version ?? before.user.version,
      ...passwordSetAt(row, credential?.next),
      before: [image, ...(ledger.present?.before ?? [])],
    }
    return {
      row: row.row,
      change: changed && {
        from: before.user.version,
        to: userEntry(changed.next, keys),
        event: changed.event,
      },
      claim: { row: row.row, keys },
      credential: credential && {
        from: before.credential?.hash,
        to: credential.next,
        event: credential.event,
      },
      secondFactor,
      write: { from: ledger.present?.revision, to },
    }
  })

/** An undo must see whether the second factor is still as the move has left it. */
const withFactor = (
  fields: LedgerRow['fields'],
  factor: SecondFactor | undefined,
  context: PoolContext,
): LedgerRow['fields'] => {
  const trace = traceFactor(factor, context)
  const others = Object.entries(fields).filter(([name]) => name !== factorField)
  return Object.fromEntries(trace === undefined ? others : [...others, [factorField, trace]])
}

const outcomeOf = (row: KnownRow): LedgerRow['outcome'] => {
  if (row.matched) return 'matched'
  return isChanged(row) ? 'changed' : 'unchanged'
}

const passwordSetAt = (
  { ledger }: KnownRow,
  written: Credential | undefined,
): Pick<LedgerRow, 'passwordSetAt'> => {
  const setAt = written?.setAt ?? ledger.present?.passwordSetAt
  return setAt === undefined ? {} : { passwordSetAt: setAt }
}

/** A user whom the row does not change needs no image. */
const imageOf = (row: KnownRow, move: MoveId): Parameters<typeof sealImage>[0] => {
  const { user, credential, secondFactor } = row.before
  const { present } = row.ledger
  return {
    move,
    ...(isChanged(row) ? { user } : {}),
    ...(isChanged(row) && credential !== undefined ? { credential } : {}),
    ...(isChanged(row) && secondFactor !== undefined ? { factorIds: secondFactorIds(secondFactor) } : {}),
    ...(present === undefined ? {} : { row: { ...present, before: [] } }),
  }
}
