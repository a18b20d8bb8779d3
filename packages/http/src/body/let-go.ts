/**
 * Gives the memory of a piece back at once, where the piece has it for itself alone. Nobody may read it any more. Left to
 * the collector, the pieces of a few hundred bodies that arrive at once take a hundred megabytes.
 */
export const letGo = ({ buffer, byteLength }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength) buffer.transfer(0)
}
