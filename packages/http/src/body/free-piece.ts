/**
 * Frees the memory of a piece at once, if the piece does not share it. The piece must not be read afterwards. If the garbage
 * collector did this, the pieces of a few hundred simultaneous bodies would take a hundred megabytes.
 */
export const freePiece = ({ buffer, byteLength }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength) buffer.transfer(0)
}
