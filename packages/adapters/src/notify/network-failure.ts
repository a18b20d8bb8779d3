/** Why a connection failed, as the code of Node.js, OpenSSL or an HTTP client: `ECONNREFUSED` and the like. */
export const networkCode = (cause: unknown): string => {
  const codes = codesIn(cause)
  // An error that wraps a failure often has its own code, which says less.
  return codes.find((code) => meanings.some(([pattern]) => pattern.test(code))) ?? codes[0] ?? 'unknown'
}

/**
 * The code, and what it means to the operator who has to fix it. Nothing of what was sent is repeated, and no text from
 * the other side.
 */
export const networkWords = (cause: unknown): string => {
  const code = networkCode(cause)
  const meaning = meanings.find(([pattern]) => pattern.test(code))?.[1]
  return meaning === undefined ? code : `${code} (${meaning})`
}

/** Only the form of codes that these libraries write is accepted; any other text may be from elsewhere. */
const isCode = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z][\w-]{2,63}$/u.test(text)

/** The codes of an error, the innermost first. */
const codesIn = (cause: unknown): readonly string[] => {
  if (!(cause instanceof Error)) return []
  const { originalCode, code } = cause as { readonly originalCode?: unknown; readonly code?: unknown }
  const within = cause instanceof AggregateError ? cause.errors.flatMap(codesIn) : codesIn(cause.cause)
  // A TLS error that was put into another error keeps only its words.
  const worded = phrases.find(([pattern]) => pattern.test(cause.message))?.[1]
  return [...within, originalCode, worded, code, cause.name].filter(isCode)
}

/** The words of OpenSSL and Node.js for a refused certificate, and their codes. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/certificate has expired/iu, 'CERT_HAS_EXPIRED'],
  [/certificate is not yet valid/iu, 'CERT_NOT_YET_VALID'],
  [/does not match certificate's altnames/iu, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/self[- ]signed certificate in certificate chain/iu, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/self[- ]signed certificate/iu, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/unable to get local issuer certificate/iu, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  [/unable to verify the first certificate/iu, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/wrong version number|packet length too long/iu, 'ERR_SSL_WRONG_VERSION_NUMBER'],
]

const meanings: readonly (readonly [RegExp, string])[] = [
  [/^CERT_HAS_EXPIRED$/u, 'its certificate has expired'],
  [/^CERT_NOT_YET_VALID$/u, 'its certificate is not valid yet'],
  [/^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/u, 'its certificate is that of another name'],
  [
    /SELF_SIGNED|^UNABLE_TO_|^CERT_UNTRUSTED$|^INVALID_CA$/u,
    'nobody who is trusted vouches for its certificate',
  ],
  [/^CERT_|^CRL_|^ERROR_IN_CERT|^ERR_TLS_CERT|^INVALID_PURPOSE$/u, 'its certificate is not valid'],
  [/^ERR_SSL_|^EPROTO$|^ERR_TLS_|^ETLS$/u, 'it speaks no TLS that is accepted'],
  [/^ENOTPUBLIC$/u, 'its address is not public'],
  [/^(?:ENOTFOUND|ENODATA|EAI_\w+|ESERVFAIL|EDNS)$/u, 'its name is not found'],
  [/^ECONNREFUSED$/u, 'nothing listens there'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/u, 'no way leads there'],
  [/TIMEDOUT$|_TIMEOUT$|^TimeoutError$|^EABORT$|^ABORT_ERR$|^AbortError$/u, 'no answer in time'],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED|ECONNECTION|UND_ERR_SOCKET)$/u, 'the connection was cut'],
  [/^(?:HPE_\w+|EPROTOCOL)$/u, 'what it answers makes no sense'],
  [/^EAUTH$|^ENOAUTH$/u, 'it does not let us sign in'],
]
