/**
 * Why a request was not let in. An unknown key id and a wrong signature have the same code. So do a forged token and an
 * expired one. The difference would only help an attacker. `not_signed_in` is for users' tokens, `unauthorized` for callers
 * who manage the pool.
 */
export type AuthFailureCode =
  | 'signature_invalid'
  | 'method_unsupported'
  | 'version_unsupported'
  | 'timestamp_malformed'
  | 'timestamp_missing'
  | 'timestamp_skewed'
  | 'replayed'
  | 'content_digest_missing'
  | 'unauthorized'
  | 'not_signed_in'

/** The caller did not prove its identity. The failure contains nothing that the caller sent. */
export type AuthFailure = { readonly kind: 'unauthenticated'; readonly code: AuthFailureCode }

/** Makes a failure from its code. */
export const authFailure = (code: AuthFailureCode): AuthFailure => ({ kind: 'unauthenticated', code })

/** The `apiCode` that Authing documents for each failure. If Authing has none, the answer has only its `statusCode`, 401. */
export const authApiCodes: Readonly<Record<AuthFailureCode, number | undefined>> = {
  signature_invalid: 1300,
  content_digest_missing: undefined,
  method_unsupported: 1301,
  version_unsupported: 1302,
  timestamp_malformed: 1303,
  timestamp_missing: 1304,
  timestamp_skewed: 1305,
  replayed: 1306,
  unauthorized: undefined,
  not_signed_in: 2020,
}
