/** The pieces of a body, joined as they arrive. A piece is lost if there was no room for it. */
export type Pieces = {
  readonly add: (piece: Uint8Array) => 'added' | 'too-large' | 'no-room'
  readonly bytes: () => Uint8Array
  /** Frees the memory. Every earlier answer of `bytes` is empty from then on. */
  readonly close: () => void
}

/** The first size of the memory if no length is declared. Most bodies are shorter. */
const firstBytes = 1024
/** A declared length is trusted up to this size. Beyond it, memory grows as bytes arrive. */
const believedBytes = 64 * 1024
/** The factor by which memory grows, at most up to the declared length. */
const growth = 4

/**
 * Joins pieces in one block of memory. `take` is asked before each growth. Pieces are copied at once: ten thousand separate
 * pieces of one byte would take a hundred times the memory. `declared` is the declared length, if any.
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
    // This frees the old memory at once.
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
