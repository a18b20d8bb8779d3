/** The pieces of a body, put together as they come. What was added when there was no room for it is lost. */
export type Pieces = {
  readonly add: (piece: Uint8Array) => 'added' | 'too-large' | 'no-room'
  readonly bytes: () => Uint8Array
  /** Gives the memory back. Whatever `bytes` has answered is empty from then on. */
  readonly close: () => void
}

/** What is taken at first, where no length is told: most bodies are shorter. */
const firstBytes = 1024
/** A length that is told is believed so far, and beyond as it arrives. */
const believedBytes = 64 * 1024
/** By how much the memory grows at once, at most up to the length that is told. */
const growth = 4

/**
 * Puts pieces together in one part of memory, of which every growth is asked for. They are copied at once: kept as they
 * come, ten thousand pieces of a byte each take a hundred times the memory. `declared`: the length that was told, if any.
 */
export const collectPieces = (
  maxBytes: number,
  declared: number | undefined,
  take: (bytes: number) => boolean,
): Pieces => {
  let memory = new Uint8Array(new ArrayBuffer(0))
  let length = 0
  const first = declared === undefined ? firstBytes : Math.min(declared, believedBytes)
  const grow = (needed: number): boolean => {
    const ahead = Math.max(growth * memory.length, first)
    const size = Math.max(needed, Math.min(ahead, declared ?? ahead, maxBytes))
    if (!take(size - memory.length)) return false
    // Gives back at once what it leaves behind.
    memory = new Uint8Array(memory.buffer.transfer(size))
    return true
  }
  return {
    add: (piece) => {
      const needed = length + piece.length
      if (needed > maxBytes) return 'too-large'
      if (needed > memory.length && !grow(needed)) return 'no-room'
      memory.set(piece, length)
      length = needed
      return 'added'
    },
    bytes: () => memory.subarray(0, length),
    close: () => {
      memory = new Uint8Array(memory.buffer.transfer(0))
      length = 0
    },
  }
}
