/** `ignoreBOM` keeps a leading U+FEFF in the text: no byte of a password is dropped. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of these bytes; `undefined` if they are not well-formed UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  if (bytes.length === 0) return undefined
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** A surrogate pair, each half written as three bytes. 0xED only ever begins a sequence, so a match is aligned. */
const surrogatePair = /\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]/g

/**
 * Rewrites CESU-8 (Unicode TR 26) as UTF-8: jsencrypt encodes each UTF-16 unit by itself, so that an emoji takes six
 * bytes instead of four. UTF-8 stays as it is.
 */
export const utf8FromCesu8 = (bytes: Buffer): Buffer => {
  const latin1 = bytes.toString('latin1')
  return Buffer.from(
    latin1.replace(surrogatePair, (six) => fromPair(six)),
    'latin1',
  )
}

const fromPair = (six: string): string => {
  const high = ((six.charCodeAt(1) & 0x0f) << 6) | (six.charCodeAt(2) & 0x3f)
  const low = ((six.charCodeAt(4) & 0x0f) << 6) | (six.charCodeAt(5) & 0x3f)
  return Buffer.from(String.fromCodePoint(0x10000 + (high << 10) + low), 'utf8').toString('latin1')
}
