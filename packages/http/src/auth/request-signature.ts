import { createHash, createHmac } from 'node:crypto'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { within, type Instant, type SingleUseStore, type Unavailable } from '@keepsake/domain'
import { findKey, sameText, type AccessKey, type AccessKeys, type BoundKey } from './access-key.ts'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { readTimestamp } from './request-timestamp.ts'
import type { SignedParameters } from './signed-parameters.ts'
import { canonicalHeaderValue, textsToSign } from './string-to-sign.ts'

/** How far a client's clock may be off by default, in milliseconds. Five minutes is usual (Kerberos, AWS). */
export const defaultSkewMs = 300_000

/**
 * What is needed to check a signature. `skewMs` is `defaultSkewMs` if absent. `contentDigest`: whether the signature must
 * cover the digest of a body; if absent, it need not.
 */
export type SignatureSettings = AccessKeys & {
  readonly now: Instant
  readonly skewMs?: number
  readonly contentDigest?: 'accepted' | 'demanded'
  readonly singleUse: Pick<SingleUseStore, 'spend'>
}

type Signed = {
  readonly key: BoundKey
  readonly nonce: string
  readonly signature: string
  readonly parameters: SignedParameters
}

/**
 * The key that signed a request, and the texts of its parameters as they were signed. These texts may also stand for another
 * request. If the digest of the body is signed, there is no such ambiguity, and `signed` is absent.
 */
export type Proof = { readonly key: BoundKey; readonly signed?: SignedParameters }

/**
 * Verifies `Authorization: authing <access key id>:<base64 of HMAC-SHA1>`, the scheme of the Node and C# SDKs, and of the
 * Java SDK before 3.1.4. It also marks the request as used, so every instance that shares the store refuses a second one
 * with the same signature. If the storage fails, the answer is `Unavailable`, and the request is not let in.
 *
 * The scheme signs an ambiguous text by design: `{"x":"1&y=2"}` reads like `{"x":"1","y":"2"}`, and `null`, `true` and `1`
 * read like the texts of the same spelling. So a route must call `checkReading` afterwards, and check types strictly, on
 * the same parsed object. A client that wants no ambiguity sends `x-authing-content-sha256`, the SHA-256 of the body's bytes
 * in hex. As an `x-authing-*` header, it is signed.
 */
export const verifySignature = (
  request: IncomingRequest,
  settings: SignatureSettings,
): ResultAsync<Proof, AuthFailure | Unavailable> => {
  const skewMs = settings.skewMs ?? defaultSkewMs
  return checkScheme(request)
    .andThen(() => readTimestamp(request.headers, settings.now, skewMs))
    .andThen((timestamp) => checkSignature(request, settings).map((signed) => ({ signed, timestamp })))
    .andThen((checked) =>
      checkDigest(request.headers, request.rawBody.length > 0, [settings, checked.signed.key]).map(
        () => checked,
      ),
    )
    .asyncAndThen(({ signed, timestamp }) =>
      // A request is acceptable for one window after its timestamp. The second window is for instances whose clocks differ.
      spend(signed, settings, timestamp + 2 * skewMs).map(() => toProof(signed, request)),
    )
}

const toProof = ({ key, parameters }: Signed, { headers, rawBody }: IncomingRequest): Proof =>
  rawBody.length > 0 && headers[digestHeader] !== undefined ? { key } : { key, signed: parameters }

/**
 * Checks the parts of a signature that can be checked before the body is read: scheme, time, the form of nonce and
 * signature, and whether a key with this id exists. Every caller must pass this before its body is read.
 */
export const checkPreamble = (
  headers: IncomingRequest['headers'],
  settings: AccessKeys & Pick<SignatureSettings, 'now' | 'skewMs' | 'contentDigest'>,
): Result<void, AuthFailure> =>
  checkScheme({ headers })
    .andThen(() => readTimestamp(headers, settings.now, settings.skewMs ?? defaultSkewMs))
    .andThen(() => {
      const presented = readAuthorization(headers['authorization'])
      const nonce = readNonce(headers['x-authing-signature-nonce'])
      const key = presented && findKey(presented.accessKeyId, settings)
      if (key === undefined || nonce === undefined) return err(authFailure('signature_invalid'))
      return checkDigest(headers, announcesBody(headers), [settings, key])
    })

const announcesBody = (headers: IncomingRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Whether a body has a digest, if the settings or the key demand one. The signature then proves that it is the right digest.
 */
const checkDigest = (
  headers: IncomingRequest['headers'],
  hasBody: boolean,
  demands: readonly Pick<SignatureSettings, 'contentDigest'>[],
): Result<void, AuthFailure> =>
  hasBody &&
  headers[digestHeader] === undefined &&
  demands.some(({ contentDigest }) => contentDigest === 'demanded')
    ? err(authFailure('content_digest_missing'))
    : ok()

const checkScheme = ({ headers }: Pick<IncomingRequest, 'headers'>): Result<void, AuthFailure> => {
  if (headers['authorization'] === undefined) return err(authFailure('unauthorized'))
  if (headers['x-authing-signature-method'] !== 'HMAC-SHA1') return err(authFailure('method_unsupported'))
  if (headers['x-authing-signature-version'] !== '1.0') return err(authFailure('version_unsupported'))
  return ok()
}

const checkSignature = (request: IncomingRequest, keys: AccessKeys): Result<Signed, AuthFailure> => {
  const presented = readAuthorization(request.headers['authorization'])
  const nonce = readNonce(request.headers['x-authing-signature-nonce'])
  if (presented === undefined || nonce === undefined) return err(authFailure('signature_invalid'))
  // Nothing stops early: an unknown key id and a wrong signature cost the same work.
  const key = findKey(presented.accessKeyId, keys)
  const [matching] = textsToSign(request).filter(({ text }) =>
    sameText(sign(key ?? keys, text), presented.signature),
  )
  const isIntact = contentMatches(request)
  return key !== undefined && isIntact && matching !== undefined
    ? ok({ key, nonce, signature: presented.signature, parameters: matching.parameters })
    : err(authFailure('signature_invalid'))
}

/** Far longer than `authing`, a key's id and 28 characters of base64. */
const maxAuthorization = 512

/** The signature is base64 of 20 bytes. */
const readAuthorization = (
  header = '',
): { readonly accessKeyId: string; readonly signature: string } | undefined => {
  const [, accessKeyId, signature] =
    /^authing ([^:\s]+):([\w+/]{27}=)$/i.exec(within(header, maxAuthorization) ?? '') ?? []
  return accessKeyId === undefined || signature === undefined ? undefined : { accessKeyId, signature }
}

/** The SDKs use 32 characters. */
const maxNonce = 256

const readNonce = (header = ''): string | undefined =>
  canonicalHeaderValue(within(header, maxNonce) ?? '') || undefined

/**
 * The signature is compared as text, not decoded. Base64 has several texts for the same bytes, and each would count as new.
 */
const sign = (key: AccessKey, text: string): string =>
  createHmac('sha1', key.accessKeySecret.reveal()).update(text, 'utf8').digest('base64')

/** The SHA-256 of a body's bytes in hex. */
const digestHeader = 'x-authing-content-sha256'

const contentMatches = ({ headers, rawBody }: IncomingRequest): boolean => {
  const claimed = headers[digestHeader]
  if (claimed === undefined) return true
  return (
    within(claimed, 64) !== undefined && sameText(claimed, createHash('sha256').update(rawBody).digest('hex'))
  )
}

const spend = (
  signed: Signed,
  { now, singleUse }: SignatureSettings,
  until: Instant,
): ResultAsync<void, AuthFailure | Unavailable> =>
  singleUse
    .spend('request-nonce', singleUseKey(signed), now, until)
    .andThen((use) => (use === 'first' ? okAsync() : errAsync(authFailure('replayed'))))

/**
 * The SDK draws its nonce from 10^12 values (MD5 of a random number), so two honest requests can have the same one. Together
 * with the signature, only a real replay matches. The key is hashed, because a store may limit its length or ignore its
 * case.
 */
const singleUseKey = ({ key: { accessKeyId }, nonce, signature }: Signed): string =>
  createHash('sha256')
    .update(JSON.stringify([accessKeyId, nonce, signature]))
    .digest('hex')
