import { checkNumbers, refuseConfiguration } from '@keepsake/domain'

/**
 * The kind of a body decides which part of the budget it uses. `open`: the caller is a user, or has not proved its identity.
 * `claimed`: the caller has sent a signature that only the whole body can prove. `proven`: the caller has a management
 * token.
 */
export type BodyKind = 'open' | 'claimed' | 'proven'

/** The memory that one body takes out of a budget, in bytes, until it is closed. */
export type BodyAccount = {
  /** Takes more bytes. Answers `false` if there is no room; then the body must be refused. */
  readonly take: (bytes: number) => boolean
  /** Says that the body is complete. From then on it never gives way to another body. */
  readonly arrived: () => void
  readonly close: () => void
}

/** How much memory the bodies of all running requests may take together. Each kind has a part that no other kind can use. */
export type BodyBudget = {
  /** The bytes of each kind's part. */
  readonly parts: Readonly<Record<BodyKind, number>>
  /** Opens an account for a body that begins to arrive. `giveWay` is called if the body must stop. */
  readonly open: (kind: BodyKind, giveWay: () => void) => BodyAccount
}

/**
 * Of 64 MiB: 512 open bodies of 16 KiB, one claimed body of 10 MiB and many small ones, and four proven bodies of 10 MiB.
 */
const shares: Readonly<Record<BodyKind, number>> = { open: 1 / 8, claimed: 2 / 8, proven: 5 / 8 }

/**
 * A sender at network speed is done long before this time. A body that is still arriving may have stopped for good. An open
 * body fits into a dozen packets.
 */
const patienceMs: Readonly<Record<BodyKind, number>> = { open: 250, claimed: 1000, proven: 1000 }

type Arriving = { readonly since: number; readonly giveWay: () => void }

/**
 * Opens a budget. `now` answers milliseconds of a clock that never goes back. If a kind's part is full, the oldest body of
 * that kind that is still arriving gives way, once it has been arriving for more than a moment. So a hundred callers who
 * send half a body and stop cannot block others. All other bodies are refused. Throws a configuration error if `bytes` is no
 * whole number above 0.
 */
export const openBodyBudget = (bytes: number, now: () => number = () => performance.now()): BodyBudget => {
  refuseConfiguration(checkNumbers({ bytes }, { bytes: { least: 1 } }))
  const parts = {
    open: Math.floor(bytes * shares.open),
    claimed: Math.floor(bytes * shares.claimed),
    proven: Math.floor(bytes * shares.proven),
  }
  const used: Record<BodyKind, number> = { open: 0, claimed: 0, proven: 0 }
  // In the order in which they began.
  const arriving: Readonly<Record<BodyKind, Set<Arriving>>> = {
    open: new Set(),
    claimed: new Set(),
    proven: new Set(),
  }
  const makeRoom = (kind: BodyKind, wanted: number, self: Arriving): boolean => {
    for (const oldest of arriving[kind]) {
      if (used[kind] + wanted <= parts[kind]) break
      if (oldest === self || now() - oldest.since < patienceMs[kind]) break
      arriving[kind].delete(oldest)
      oldest.giveWay()
    }
    return used[kind] + wanted <= parts[kind]
  }
  return {
    parts,
    open: (kind, giveWay) => {
      let held = 0
      const give = (): void => {
        used[kind] -= held
        held = 0
      }
      const self: Arriving = {
        since: now(),
        giveWay: () => {
          give()
          giveWay()
        },
      }
      arriving[kind].add(self)
      return {
        take: (wanted) => {
          if (!makeRoom(kind, wanted, self)) return false
          used[kind] += wanted
          held += wanted
          return true
        },
        arrived: () => void arriving[kind].delete(self),
        close: () => {
          arriving[kind].delete(self)
          give()
        },
      }
    },
  }
}

/** The budget of the whole process, however many apps it holds. */
export const processBodies: BodyBudget = openBodyBudget(64 * 1024 * 1024)
