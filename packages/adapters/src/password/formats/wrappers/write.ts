import { encodeBase64 } from '../text/base64.ts'

/** PBKDF2 in a PHC string, as `pbkdf2` reads it. */
export const writePbkdf2 = (
  digest: string,
  iterations: number | string,
  salt: Uint8Array,
  key: Uint8Array,
): string => `$pbkdf2-${digest}$i=${iterations},l=${key.length}$${encodeBase64(salt)}$${encodeBase64(key)}`

/** scrypt in a PHC string, as `scrypt` reads it. */
export const writeScrypt = (
  { ln, r, p }: { readonly ln: number; readonly r: number; readonly p: number },
  salt: Uint8Array,
  key: Uint8Array,
): string => `$scrypt$ln=${ln},r=${r},p=${p}$${encodeBase64(salt)}$${encodeBase64(key)}`

/** The expression for a digest that is repeated this many times, over bytes. */
export const writeRepeated = (digest: string, of: string, times: number): string =>
  times === 1 ? `${digest}(${of})` : `repeat(${times - 1}, ${digest}(${of}), ${digest}(raw(previous)))`
