/**
 * Whose bodies come out of which part of a budget: `open` ones of callers who have not proved who they are, or are users,
 * `claimed` ones under a signature that only the whole body can prove, and `proven` ones under a management token.
 */
export type BodyKind = 'open' | 'claimed' | 'proven'

/** What one body takes out of a budget, in bytes of memory, until it is closed. */
export type BodyAccount = {
  /** Takes so many bytes more, or answers false: there is no room for them, and the body must be refused. */
  readonly take: (bytes: number) => boolean
  /** It is all there, and gives way to nobody any more. */
  readonly arrived: () => void
  readonly close: () => void
}

/** How much memory the bodies of all requests under way may take together. Each kind has a part of it that no other takes. */
export type BodyBudget = {
  /** The bytes of each kind's part. */
  readonly parts: Readonly<Record<BodyKind, number>>
  /** Opens an account for a body that begins to arrive. `giveWay` is called once it must not go on. */
  readonly open: (kind: BodyKind, giveWay: () => void) => BodyAccount
}

/** Of 64 MiB: 512 open bodies of 16 KiB, one claimed one of 10 MiB and many small ones, and four proven ones of 10 MiB. */
const shares: Readonly<Record<BodyKind, number>> = { open: 1 / 8, claimed: 2 / 8, proven: 5 / 8 }

/**
 * Whoever sends as fast as a network lets them has long been done: what still arrives may have stopped for good. An open
 * body fits into a dozen packets.
 */
const patienceMs: Readonly<Record<BodyKind, number>> = { open: 250, claimed: 1000, proven: 1000 }

type Arriving = { readonly since: number; readonly giveWay: () => void }

/**
 * Opens a budget; `now` tells milliseconds of a clock that never goes back. Where a kind's part is used up, the body of that kind that has been arriving for longest gives way, if
 * for more than a moment: so a hundred callers who send half a body and stop keep nobody out. All others are refused.
 */
export const openBodyBudget = (bytes: number, now: () => number = () => performance.now()): BodyBudget => {
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

/** What the process as a whole grants, however many apps it holds. */
export const processBodies: BodyBudget = openBodyBudget(64 * 1024 * 1024)
