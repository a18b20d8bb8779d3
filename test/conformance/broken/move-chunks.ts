import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import {
  longestLeaseMs,
  type ClaimedChunk,
  type Instant,
  type MoveChunk,
  type MoveStore,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

const hidden = 'move chunks: one is hidden until its lease runs out, and each claim is counted'
const firstWaiting = 'move chunks: the first one that waits is claimed, with the name of its holder'
const doneOnce = 'move chunks: one is done once, by its last holder, with what became of its rows'

/** The attempts that a chunk may have behind it in the cases. */
const anyAttempt = [1, 2, 3]

/** Asks as every caller that may have claimed the chunk, and answers the best that one of them is told. */
const asAnybody = <T extends string>(
  { move, no }: ClaimedChunk,
  best: T,
  ask: (claimed: ClaimedChunk) => ResultAsync<T, Unavailable>,
): ResultAsync<T, Unavailable> =>
  ResultAsync.combine(anyAttempt.map((attempt) => ask({ move, no, attempt }))).map((answers) =>
    answers.includes(best) ? best : (answers[0] ?? best),
  )

const chunksOf = (moves: MoveStore, move: string): ResultAsync<readonly MoveChunk[], Unavailable> =>
  moves.listChunks({ move, limit: 99 })

/** Hides a chunk for as long as any lease says. */
const believesLeases = (moves: MoveStore): Partial<MoveStore> => {
  const leases = new Map<string, Instant>()
  return {
    claimChunk: (claim) =>
      moves.claimChunk(claim).map((chunk) => {
        if (chunk === undefined) return undefined
        const name = `${chunk.move} ${chunk.no}`
        if ((leases.get(name) ?? 0) > claim.now) return undefined
        leases.set(name, claim.leaseUntil)
        return chunk
      }),
  }
}

/** Looks which chunk waits, and then answers that one whatever became of it. */
const claimsLate = (moves: MoveStore): Partial<MoveStore> => ({
  claimChunk: ({ holder, leaseUntil, now, ...claim }) =>
    chunksOf(moves, claim.move)
      .andThen(meanwhile)
      .andThen((chunks) => {
        const found = chunks.find((chunk) => chunk.state === 'waiting' && (chunk.leaseUntil ?? 0) <= now)
        if (found === undefined) return okAsync(undefined)
        const claimed = { ...found, holder, leaseUntil, attempt: found.attempt + 1 }
        return moves
          .claimChunk({ ...claim, no: found.no, holder, leaseUntil, now })
          .map((chunk) => chunk ?? claimed)
      }),
})

export const brokenMoveChunks: readonly BrokenStorage[] = [
  withStore(
    'moves',
    'takes a second chunk of a number',
    'move chunks: a second one of a number is refused, and its whole call with it',
    (moves) => ({ addChunks: (chunks) => moves.addChunks(chunks).orElse(() => okAsync()) }),
  ),

  withStore(
    'moves',
    'lists chunks in the order of their numbers as texts',
    'move chunks: each comes back as it was, in the order of their numbers',
    (moves) => ({
      listChunks: (query) =>
        moves
          .listChunks(query)
          .map((chunks) => chunks.toSorted((one, other) => (`${one.no}` < `${other.no}` ? -1 : 1))),
    }),
  ),

  withStore(
    'moves',
    'lists chunks in whatever state',
    'move chunks: each comes back as it was, in the order of their numbers',
    (moves) => ({
      listChunks: ({ move, after, limit }) =>
        moves.listChunks({ move, limit, ...(after !== undefined && { after }) }),
    }),
  ),

  withStore(
    'moves',
    'limits chunks before it looks at their state',
    'move chunks: each comes back as it was, in the order of their numbers',
    (moves) => ({
      listChunks: ({ state, ...query }) =>
        moves
          .listChunks(query)
          .map((chunks) => chunks.filter((chunk) => state === undefined || chunk.state === state)),
    }),
  ),

  withStore('moves', 'ignores leases of chunks', hidden, (moves) => ({
    claimChunk: (claim) => moves.claimChunk({ ...claim, leaseUntil: claim.now }),
  })),

  withStore('moves', 'gives every chunk the longest lease', hidden, (moves) => ({
    claimChunk: (claim) => moves.claimChunk({ ...claim, leaseUntil: claim.now + longestLeaseMs }),
  })),

  withStore('moves', 'takes each claim of a chunk for the first', hidden, (moves) => ({
    claimChunk: (claim) => moves.claimChunk(claim).map((chunk) => chunk && { ...chunk, attempt: 1 }),
  })),

  withStore('moves', 'claims the last chunk that waits', firstWaiting, (moves) => ({
    claimChunk: (claim) =>
      chunksOf(moves, claim.move).andThen((chunks) => {
        const last = chunks.findLast(({ holder }) => holder === undefined)?.no
        return moves.claimChunk({ ...claim, ...(last !== undefined && { no: last }) })
      }),
  })),

  withStore('moves', 'forgets who holds a chunk', firstWaiting, (moves) => ({
    claimChunk: (claim) => moves.claimChunk({ ...claim, holder: 'somebody' }),
  })),

  withStore(
    'moves',
    'claims the first chunk, whichever is named',
    'move chunks: one that is named is claimed alone, if nobody has it',
    (moves) => ({ claimChunk: ({ no: _no, ...claim }) => moves.claimChunk(claim) }),
  ),

  withStore(
    'moves',
    'waits for the lease of a chunk that a clock far ahead has given',
    'move chunks: a lease that a clock far ahead has given hides nothing',
    believesLeases,
  ),

  withStore(
    'moves',
    'looks which chunk waits, and then gives it to everybody who has looked',
    'move chunks: callers at one moment get different ones, or none',
    claimsLate,
  ),

  withStore(
    'moves',
    'looks whether a chunk waits, and then gives it to everybody who wants it',
    'move chunks: of many that want the same one at one moment, one gets it',
    (moves) => ({
      claimChunk: (claim) =>
        chunksOf(moves, claim.move)
          .andThen(meanwhile)
          .andThen((chunks) => {
            const wanted = chunks.find(({ no }) => no === claim.no)
            return moves.claimChunk(claim).map((chunk) => chunk ?? wanted)
          }),
    }),
  ),

  withStore(
    'moves',
    'renews the lease of a chunk for a caller that has lost it',
    'move chunks: a lease is renewed by its last holder, and by nobody else',
    (moves) => ({
      renewLease: (claimed, until) => asAnybody(claimed, 'renewed', (each) => moves.renewLease(each, until)),
    }),
  ),

  withStore(
    'moves',
    'lets who has lost a chunk give it back',
    'move chunks: one that its last holder gives back can be claimed at once',
    (moves) => ({
      releaseChunk: ({ move, no }) =>
        ResultAsync.combine(anyAttempt.map((attempt) => moves.releaseChunk({ move, no, attempt }))).map(
          () => undefined,
        ),
    }),
  ),

  withStore('moves', 'lets who has lost a chunk have it done', doneOnce, (moves) => ({
    advance: (claimed, counts) => asAnybody(claimed, 'advanced', (each) => moves.advance(each, counts)),
  })),

  withStore('moves', 'forgets what became of the rows of a chunk', doneOnce, (moves) => ({
    advance: (claimed) => moves.advance(claimed, {}),
  })),

  withStore('moves', 'keeps the lease of a chunk that is done', doneOnce, (moves) => ({
    listChunks: (query) =>
      moves
        .listChunks(query)
        .map((chunks) =>
          chunks.map((chunk) => (chunk.state === 'done' ? { ...chunk, holder: 'worker' } : chunk)),
        ),
  })),

  withStore(
    'moves',
    'takes a chunk from its holder once the lease has run out, though nobody else has claimed it',
    'move chunks: a holder whose lease has run out is still the last one',
    (moves) => {
      const leases = new Map<string, Instant>()
      return {
        claimChunk: (claim) => {
          leases.set(claim.move, claim.leaseUntil)
          return moves.claimChunk(claim)
        },
        renewLease: (claimed, until) =>
          (leases.get(claimed.move) ?? 0) < until ? okAsync('lost') : moves.renewLease(claimed, until),
      }
    },
  ),

  withStore(
    'moves',
    'has a chunk done whatever the state of its move',
    'move chunks: none is done while its move is not running',
    (moves) => ({ advance: (claimed, counts) => moves.advance(claimed, counts).map(() => 'advanced') }),
  ),

  withStore(
    'moves',
    'looks whether a chunk waits, and then says that it is done',
    'move chunks: of many who say at one moment that one is done, one is told so',
    (moves) => ({
      advance: (claimed, counts) =>
        chunksOf(moves, claimed.move)
          .andThen(meanwhile)
          .andThen(([chunk]) =>
            chunk?.state === 'waiting'
              ? moves.advance(claimed, counts).map(() => 'advanced' as const)
              : okAsync('lost' as const),
          ),
    }),
  ),

  withStore(
    'moves',
    'gives a chunk to the next holder while the late one has it done',
    'move chunks: a late holder and the next one never both have it done',
    (moves) => ({
      claimChunk: (claim) =>
        chunksOf(moves, claim.move).andThen((chunks) => {
          const found = chunks.find(({ state }) => state === 'waiting')
          return moves.claimChunk(claim).map((chunk) => chunk ?? found)
        }),
    }),
  ),

  withStore(
    'moves',
    'answers that a move is stopped while a chunk of it is being done',
    'move chunks: once a move is stopped, no transaction that has one done commits',
    (moves) => ({
      change: (from, to) => {
        const changed = moves.change(from, to)
        return to.state === 'stopped' ? okAsync('changed') : changed
      },
    }),
  ),

  {
    breaks: 'has a chunk done although its transaction fails',
    caughtBy: 'move chunks: one that a transaction which fails has done waits as before',
    open: () => {
      const storage = openMemoryStorage()
      return {
        ...storage,
        inPool: (id) => {
          const pool = storage.inPool(id)
          return {
            ...pool,
            atomically: (work) => {
              const done: Parameters<MoveStore['advance']>[] = []
              return pool
                .atomically((stores) =>
                  work({
                    ...stores,
                    moves: {
                      ...stores.moves,
                      advance: (...given) => {
                        done.push(given)
                        return stores.moves.advance(...given)
                      },
                    },
                  }),
                )
                .orElse((error) =>
                  ResultAsync.combine(done.map((given) => pool.moves.advance(...given)))
                    .orElse(() => okAsync())
                    .andThen(() => errAsync(error)),
                )
            },
          }
        },
      }
    },
  },

  withStore(
    'moves',
    'adds the refused rows of a chunk to those before',
    'refused rows: those of a chunk take the place of those before, and of no others',
    (moves) => ({
      putRefused: (move, chunk, refused) =>
        moves.listRefused({ move, limit: 99 }).andThen((before) => {
          const rows = new Set(refused.map(({ row }) => row))
          const kept = before.filter((each) => each.chunk === chunk && !rows.has(each.row))
          return moves.putRefused(move, chunk, [...kept, ...refused])
        }),
    }),
  ),

  withStore(
    'moves',
    'lists refused rows in the order in which they were refused',
    'refused rows: each comes back as it was, in the order of the input',
    (moves) => ({ listRefused: (query) => moves.listRefused(query).map((rows) => rows.toReversed()) }),
  ),

  withStore(
    'moves',
    'takes a refused row that is there twice',
    'refused rows: one that is there twice is refused, and its whole call with it',
    (moves) => ({
      putRefused: (...given) => moves.putRefused(...given).orElse(() => okAsync()),
    }),
  ),
]
