/** RFC 3454, tables C.1.2 and B.1: spaces that count as one, and characters that are removed. */
const spaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu
const nothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/gu

/** A password as RFC 4013 prepares it for SCRAM. A forbidden text is left as it is, as in PostgreSQL. */
export const saslPrepared = (password: Buffer): Buffer =>
  Buffer.from(password.toString().replace(spaces, ' ').replace(nothing, '').normalize('NFKC'))
