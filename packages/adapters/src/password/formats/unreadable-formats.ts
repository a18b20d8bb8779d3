/** A hash that is known, but cannot be read here. */
export type UnreadHash = { readonly what: string; readonly why: string }

const noPackage = 'no maintained npm package computes it'
const noName = 'it is of a name that does not stand in it'
const partial = 'it holds a part of a computation that node has no door to'

const unread: readonly (UnreadHash & { readonly shape: RegExp })[] = [
  { shape: /^(?:\{[\w-]+\})?\$y\$/u, what: 'yescrypt of crypt(3)', why: noPackage },
  { shape: /^(?:\{\w+\})?\$gy\$/u, what: 'gost-yescrypt of crypt(3)', why: noPackage },
  {
    shape:
      /^(?:\{(?:DES-)?CRYPT\}|crypt\$[./0-9A-Za-z]*\$)?[./0-9A-Za-z]{13}$|^\{DES-CRYPT\.(?:HEX|B64|BASE64)\}/iu,
    what: 'DES of crypt(3)',
    why: noPackage,
  },
  { shape: /^(?:\{CRYPT\})?_[./0-9A-Za-z]{19}$/iu, what: 'extended DES of crypt(3)', why: noPackage },
  { shape: /^(?:\{CRYPT\})?\$md5[$,]rounds/iu, what: 'Sun’s MD5 of crypt(3)', why: noPackage },
  { shape: /^(?:\{\w+\})?\$sm3y\$/iu, what: 'sm3-yescrypt of crypt(3)', why: noPackage },
  { shape: /^\{(?:CRAM|HMAC)-MD5(?:\.\w+)?\}/iu, what: 'Dovecot’s CRAM-MD5', why: partial },
  { shape: /^\{DIGEST-MD5(?:\.\w+)?\}/iu, what: 'Dovecot’s DIGEST-MD5', why: noName },
  {
    shape: /^\{PLAIN-TRUNC(?:\.\w+)?\}/iu,
    what: 'the beginning of a password in clear',
    why: 'nobody knows its end',
  },
  {
    shape: /^0x0[12]00[0-9A-F]{48,136}$/iu,
    what: 'Microsoft SQL Server',
    why: 'it belongs to a database; an expression can name its digest',
  },
  { shape: /^\{(?:LANMAN|LM)\}/iu, what: 'Windows’ LAN Manager hash', why: noPackage },
  {
    shape: /^\{(?:OTP|SKEY|RPA)(?:\.\w+)?\}/iu,
    what: 'a hash of one-time passwords',
    why: 'it is of no password',
  },
  {
    shape: /^\$2x?\$/u,
    what: 'bcrypt of a release that computed it wrongly',
    why: 'it is right for too many passwords',
  },
  {
    shape: /^\$argon2(?:id?|d)\$.*(?:keyid|data)=/u,
    what: 'argon2 with a key or associated data',
    why: 'it is of a secret that does not stand in it',
  },
  {
    shape: /^\$f_scrypt\$/u,
    what: 'SuperTokens’ hash of Firebase alone',
    why: 'it lacks the signer key: name `firebase`, and give `signerKey` beside it',
  },
  {
    shape: /^awscognito#/u,
    what: 'Clerk’s mark of a user of Cognito',
    why: 'it holds no hash: Cognito gives none away',
  },
  {
    shape: /^\{\s*"SCRAM-SHA-1"/u,
    what: 'MongoDB’s SCRAM-SHA-1',
    why: noName,
  },
]

/** Which known hash a text is that cannot be read here. */
export const findUnread = (encoded: string): UnreadHash | undefined => {
  const found = encoded.length > 1024 ? undefined : unread.find(({ shape }) => shape.test(encoded))
  return found && { what: found.what, why: found.why }
}

/** All of these hashes, with the shapes that they are recognised by. */
export const unreadHashes: readonly UnreadHash[] = unread.map(({ what, why }) => ({ what, why }))
