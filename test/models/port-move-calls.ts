import {
  sealed,
  userId,
  type ClaimedChunk,
  type LedgerOutcome,
  type LedgerPlace,
  type LedgerRow,
  type Move,
  type MoveChunk,
  type MoveState,
  type Stores,
} from '@keepsake/domain'
import fc from 'fast-check'
import { ok } from 'neverthrow'
import { aChunk, aLedgerRow, aMove, aRefusedRow, madeAt } from '../builders/users.ts'
import { among, call, fewOf, inTheirOrder, moment, user, users, type Calls } from './port-call.ts'

const number = fc.integer({ min: 1, max: 3 })
const id = number.map((of) => `m${of}`)
const source = among('source-1', 'source-2')
const state = among<MoveState>('planned', 'running', 'stopped', 'done', 'undoing', 'undone')
const version = fc.nat({ max: 3 })
const limit = fc.integer({ min: -1, max: 3 })

const move: fc.Arbitrary<Move> = fc
  .record({ number, source, state, version })
  .map((given) => aMove({ ...given, id: `m${given.number}` }))

const moveCalls: readonly Calls[] = [
  // As planned: of one source, one is under way at a time.
  call('moves.open', move, (given, { moves }) => moves.open({ ...given, state: 'planned' })),
  call('moves.find', id, (given, { moves }) => moves.find(given)),
  call(
    'moves.list',
    fc.record({ source, before: number, limit }, { requiredKeys: ['limit'] }),
    (query, { moves }) => inTheirOrder(moves.list(query)),
  ),
  // From what is there, mostly: any other version would be overtaken.
  call('moves.change', fc.tuple(move, fc.boolean()), ([to, isPresent], { moves }) =>
    (isPresent ? moves.find(to.id) : ok(undefined).asyncMap(async (none) => none)).andThen((found) => {
      const from = found?.version ?? to.version
      return moves.change(from, { ...to, version: from + 1 })
    }),
  ),
]

const chunkNo = fc.nat({ max: 3 })
const chunk: fc.Arbitrary<MoveChunk> = fc.tuple(id, chunkNo).map(([of, no]) => aChunk(of, no))
const claimed: fc.Arbitrary<ClaimedChunk> = fc.record({
  move: id,
  no: chunkNo,
  // Often the last one, for few are made of one chunk.
  attempt: fc.nat({ max: 2 }),
})
const refusedNo = fc.nat({ max: 9 })

const chunkCalls: readonly Calls[] = [
  call('moves.addChunks', fewOf(chunk), (chunks, { moves }) => moves.addChunks(chunks)),
  call(
    'moves.listChunks',
    fc.tuple(id, chunkNo, limit, fc.constantFrom('waiting' as const, 'done' as const, undefined)),
    ([of, after, most, state], { moves }) =>
      inTheirOrder(moves.listChunks({ move: of, after, limit: most, ...(state !== undefined && { state }) })),
  ),
  call(
    'moves.claimChunk',
    fc.tuple(id, fc.option(chunkNo, { nil: undefined }), among('one', 'other'), moment),
    ([of, no, holder, lease], { moves }, now) =>
      moves.claimChunk({
        move: of,
        ...(no !== undefined && { no }),
        holder,
        now,
        leaseUntil: now + lease,
      }),
  ),
  call('moves.renewLease', fc.tuple(claimed, moment), ([given, lease], { moves }, now) =>
    moves.renewLease(given, now + lease),
  ),
  call('moves.releaseChunk', claimed, (given, { moves }) => moves.releaseChunk(given)),
  call('moves.advance', fc.tuple(claimed, fc.nat({ max: 9 })), ([given, created], { moves }) =>
    moves.advance(given, { created }),
  ),
  // The number of a row tells its chunk: no row is in two.
  call(
    'moves.putRefused',
    fc.tuple(id, chunkNo, fc.uniqueArray(refusedNo, { maxLength: 3 })),
    ([of, no, rows], { moves }) =>
      moves.putRefused(
        of,
        no,
        rows.map((row) => aRefusedRow(of, no, 10 * no + row)),
      ),
  ),
  call('moves.listRefused', fc.tuple(id, fc.nat({ max: 39 }), limit), ([of, after, most], { moves }) =>
    inTheirOrder(moves.listRefused({ move: of, after, limit: most })),
  ),
  call('moves.countRefused', id, (of, { moves }) => moves.countRefused(of)),
]

const keyDigest = among('k.1', 'k.2', 'K.1')
const place: fc.Arbitrary<LedgerPlace> = fc.record({ source, keyDigest })
const seals = fewOf(among('v1.key-1.nonce.ciphertext.tag', 'v1.key-2.nonce.ciphertext.tag').map(sealed))

const row: fc.Arbitrary<LedgerRow> = fc
  .record({
    place,
    of: fc.option(user, { nil: undefined }),
    outcome: among<LedgerOutcome>('created', 'changed', 'suspended'),
    move: id,
    before: seals,
    isKnown: fc.boolean(),
    passwordSetAt: moment.map((after) => madeAt + after),
  })
  .map(({ place: at, of, isKnown, ...over }) => {
    const { userId: named, fingerprint, ...full } = aLedgerRow(of ?? userId('nobody'), { ...at, ...over })
    return {
      ...full,
      ...(of !== undefined && { userId: named }),
      ...(isKnown ? { fingerprint: fingerprint ?? '' } : { fields: {} }),
    }
  })

/** No row is written twice by one call. */
const writes = fc.uniqueArray(
  fc.record({ to: row, isNew: fc.integer({ min: 0, max: 4 }).map((of) => of === 0) }),
  { maxLength: 3, selector: ({ to }) => `${to.source} ${to.keyDigest}` },
)

/** The revisions that rows have now, where they are there. */
const presentOf = ({ moves }: Stores, rows: readonly LedgerRow[]) =>
  moves
    .findRows(
      'source-1',
      rows.map((each) => each.keyDigest),
    )
    .andThen((here) =>
      moves
        .findRows(
          'source-2',
          rows.map((each) => each.keyDigest),
        )
        .map(
          (there) =>
            new Map([...here, ...there].map((each) => [`${each.source} ${each.keyDigest}`, each.revision])),
        ),
    )

const ledgerCalls: readonly Calls[] = [
  call('moves.findRows', fc.tuple(source, fewOf(keyDigest)), (given, { moves }) => moves.findRows(...given)),
  call('moves.findRowsOfUsers', users, (ids, { moves }) => moves.findRowsOfUsers(ids)),
  // From what is there, mostly: anything else would be overtaken nearly always.
  call('moves.putRows', writes, (given, stores) =>
    presentOf(
      stores,
      given.map(({ to }) => to),
    ).andThen((present) =>
      stores.moves.putRows(
        given.map(({ to, isNew }) => {
          const from = isNew ? undefined : present.get(`${to.source} ${to.keyDigest}`)
          return { from, to: { ...to, revision: (from ?? 0) + 1 } }
        }),
      ),
    ),
  ),
  call('moves.removeRows', fc.tuple(source, fewOf(keyDigest)), (given, { moves }) =>
    moves.removeRows(...given),
  ),
  call(
    'moves.listRows',
    fc.record({ source, move: id, after: keyDigest, limit }, { requiredKeys: ['source', 'limit'] }),
    (query, { moves }) => inTheirOrder(moves.listRows(query)),
  ),
  call('moves.countRows', source, (given, { moves }) => moves.countRows(given)),
  call(
    'moves.forgetRows',
    fc.tuple(source, fc.option(keyDigest, { nil: undefined }), limit),
    (given, { moves }) => moves.forgetRows(...given),
  ),
  call('moves.listSealed', fc.tuple(fc.option(place, { nil: undefined }), limit), (given, { moves }) =>
    inTheirOrder(moves.listSealed(...given)),
  ),
  call('moves.reseal', fc.tuple(place, seals, seals), (given, { moves }) => moves.reseal(...given)),
]

/** Calls of the verbs of `moves`. */
export const moveCallsOfPort: readonly Calls[] = [...moveCalls, ...chunkCalls, ...ledgerCalls]
