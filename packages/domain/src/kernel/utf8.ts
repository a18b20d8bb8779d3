/** The UTF-8 bytes of a text; nothing if the text is not well-formed. */
export const encodeUtf8 = (text: string): Uint8Array | undefined => {
  if (!text.isWellFormed()) return undefined
  // What `encodeURIComponent` escapes are the bytes of UTF-8; what it leaves alone is ASCII.
  const units = encodeURIComponent(text).match(/%[0-9A-F]{2}|[^%]/gu) ?? []
  return Uint8Array.from(units, (unit) =>
    unit.length === 1 ? unit.charCodeAt(0) : Number.parseInt(unit.slice(1), 16),
  )
}

/** The text of UTF-8 bytes; nothing if they are not UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined =>
  decodePercent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))

/**
 * The same for a name that people gave: a run of bytes that is not UTF-8, for example in another encoding, becomes one
 * U+FFFD.
 */
export const decodeUtf8Loosely = (bytes: Uint8Array): string =>
  decodePercentLoosely(
    Array.from(bytes, (byte) =>
      byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
    ).join(''),
  )

/**
 * The same for text that people wrote: a percent sign that encodes nothing stands for itself, and a run of encoded
 * bytes that is not UTF-8 becomes one U+FFFD.
 */
export const decodePercentLoosely = (text: string): string =>
  text
    .replaceAll(/%(?![0-9a-f]{2})/giu, '%25')
    .replaceAll(/(?:%[0-9a-f]{2})+/giu, (bytes) => decodePercent(bytes) ?? '\ufffd')
    .replaceAll(/\p{Cs}/gu, '\ufffd')

/** Decodes the percent-encoding of a part of a URI (RFC 3986, section 2.1); nothing if it is broken or not UTF-8. */
export const decodePercent = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
