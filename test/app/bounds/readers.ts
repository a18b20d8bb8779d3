import { inspectHash, openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import {
  parseEmail,
  recoveryCodeHash,
  sealed,
  userId as toUserId,
  userPoolId,
  type NewAuthenticator,
} from '@keepsake/domain'
import {
  draftAuthenticator,
  parseExternalId,
  parsePlainPassword,
  parseRecoveryCode,
  parseUsername,
  readAuthenticatorUri,
  searchPrefix,
  toReason,
} from '@keepsake/domain/rules'
import { decodeBase64 as decodeBase64OfCipher } from '../../../packages/adapters/src/cipher/base64.ts'
import { readEnvelope } from '../../../packages/adapters/src/secrets/envelope.ts'
import { authenticateHeaders } from '../../../packages/http/src/auth/authenticate.ts'
import { authenticateUser } from '../../../packages/http/src/auth/authenticate-user.ts'
import { verifyManagementToken } from '../../../packages/http/src/auth/management-token.ts'
import { readQuery } from '../../../packages/http/src/auth/query.ts'
import { verifySignature } from '../../../packages/http/src/auth/request-signature.ts'
import { readTimestamp } from '../../../packages/http/src/auth/request-timestamp.ts'
import { verifyUserToken } from '../../../packages/http/src/auth/user-token.ts'
import { getUsersRequest } from '../../../packages/http/src/wire/find-user.ts'
import { decodeBase64 } from '../../../packages/domain/src/kernel/base64.ts'
import { momentOf } from '../../../packages/domain/src/kernel/calendar.ts'
import { decodeBase32 } from '../../../packages/domain/src/authenticator/totp/base32.ts'
import { readKeyUri } from '../../../packages/domain/src/authenticator/uri/key-uri.ts'
import { readMigrationUri } from '../../../packages/domain/src/authenticator/uri/migration-uri.ts'
import { parseTotpAlgorithm } from '../../../packages/domain/src/authenticator/totp/totp-parameters.ts'
import {
  decodeSecret,
  secretEncodings,
} from '../../../packages/domain/src/authenticator/totp/secret-encoding.ts'
import type { Subject } from '../../builders/keepsake.ts'
import { recorded, settingsAt, signedPost } from '../../http/auth/requests.ts'

/** What reads a text from outside, by the name of that text; with what makes it look like one of ours, before and behind. */
export type Readers = Readonly<Record<string, Reader | readonly [before: string, Reader, behind?: string]>>

export type Reader = (text: string) => unknown

const draft = (given: Partial<NewAuthenticator>): unknown =>
  draftAuthenticator(
    { secret: 'JBSWY3DPEHPK3PXPJBSWY3DP', ...given },
    { minSecretBits: 80, pastSteps: 1, futureSteps: 1, required: false, recoveryCodes: 10 },
    Date.UTC(2026, 0, 31),
  )

/** Rules, and readers of adapters that need no port. */
export const rules: Readers = {
  base64: decodeBase64,
  'base64 of a ciphertext': decodeBase64OfCipher,
  base32: decodeBase32,
  ...Object.fromEntries(
    secretEncodings.map((encoding) => [`a secret in ${encoding}`, (text) => decodeSecret(text, encoding)]),
  ),
  'an envelope': readEnvelope,
  'the parts of an envelope': ['v1.aes-256-gcm.k1.', readEnvelope],
  'the label of a key URI': ['otpauth://totp/', readKeyUri],
  'the query of a key URI': ['otpauth://totp/a?secret=', readAuthenticatorUri],
  'the data of a migration URI': ['otpauth-migration://offline?data=', readMigrationUri],
  'a recovery code': parseRecoveryCode,
  'the words of a sender': (text) => toReason(text, ['canary']),
  'the name of a hash': parseTotpAlgorithm,
  'an authenticator’s secret': (secret) => draft({ secret }),
  'an authenticator’s URI': ['otpauth://totp/a?secret=', (secret) => draft({ secret })],
  'an authenticator’s code': (code) => draft({ code }),
  'an authenticator’s name': (name) => draft({ name }),
  'an authenticator’s encoding': (secretEncoding) => draft({ secretEncoding }),
  'an authenticator’s algorithm': (algorithm) => draft({ algorithm }),
  'an authenticator’s recovery code': (recoveryCode) => draft({ recoveryCode }),
  'the hash of a recovery code': (encoded) =>
    draft({ recoveryCodes: [{ hash: { scheme: 'sha512', encoded } }] }),
  'the scheme of a recovery code': (scheme) => draft({ recoveryCodes: [{ hash: { scheme, encoded: 'a' } }] }),
  'the use of a recovery code': (usedAt) => draft({ recoveryCodes: [{ code: 'abcdefgh', usedAt }] }),
  'a moment': momentOf,
  'an email': parseEmail,
  'a username': parseUsername,
  'an external id': parseExternalId,
  'a password': parsePlainPassword,
  'a search': searchPrefix,
  'the hash of a password': (text) => inspectHash(text),
  'a hash whose format is named': async (text) => (await openPasswordVerifier()).recognise(text, 'bcrypt'),
  'ids joined by commas': (userIds) => getUsersRequest.safeParse({ userIds }),
}

const request = signedPost('/api/v3/create-user', { username: 'bob' })
const withHeader = (name: string, value: string): unknown =>
  verifySignature({ ...request, headers: { ...request.headers, [name]: value } }, settingsAt())

/** What a caller of the HTTP facade proves itself by. */
export const proofs: Readers = {
  'a management token': (token) => verifyManagementToken(token, settingsAt()),
  'the payload of a management token': [
    'e30.',
    (token) => verifyManagementToken(token, settingsAt()),
    '.e30',
  ],
  'a user’s token': (token) => verifyUserToken('access', token, settingsAt()),
  'an enrolment’s token': (token) => verifyUserToken('enrolment', token, settingsAt()),
  'a bearer of the pool': [
    'Bearer ',
    (authorization) => authenticateHeaders({ authorization }, settingsAt()),
  ],
  'a signature': [`authing ${recorded.accessKeyId}:`, (text) => withHeader('authorization', text)],
  'the key id of a signature': ['authing ', (text) => withHeader('authorization', text), ':AAAA'],
  'a nonce': (text) => withHeader('x-authing-signature-nonce', text),
  'the digest of a body': (text) => withHeader('x-authing-content-sha256', text),
  'a signed date': (text) => withHeader('date', text),
  'the headers of a signature': [
    'authing ',
    (authorization) => authenticateHeaders({ ...request.headers, authorization }, settingsAt()),
  ],
  'a date': (date) => readTimestamp({ date }, 0, 1),
  'a query': readQuery,
}

/** The verbs of the facade that are given a text by somebody who has proved nothing, and the ports behind them. */
export const verbs = ({ keepsake, ports }: Subject, userId: string): Readers => {
  const newPassword = 'ten ducks on a lake'
  const place = { pool: userPoolId('pool-one'), user: toUserId(userId), field: 'sign_in_ticket' } as const
  return {
    'a login': (login) => keepsake.signIn({ login, password: 'wrong' }),
    'a password of a sign-in': (password) => keepsake.signIn({ login: 'bob', password }),
    'an address': (ip) => keepsake.signIn({ login: 'bob', password: 'wrong', ip }),
    'a ticket of a sign-in': (ticket) => keepsake.completeSignIn({ ticket, code: '123456' }),
    'the sealed part of a ticket': [
      `${userId}.v1.aes-256-gcm.k1.`,
      (ticket) => keepsake.completeSignIn({ ticket, code: '123456' }),
    ],
    'a code': (code) => keepsake.authenticators.verify({ userId, code }),
    'a ticket of a change': (ticket) => keepsake.passwords.change({ ticket, newPassword }),
    'a token of a reset': (token) => keepsake.passwords.completeReset({ token, newPassword }),
    'a token of an activation': (token) => keepsake.activations.complete({ token, newPassword }),
    'a ticket of an enrolment': (ticket) =>
      keepsake.authenticators.confirm({ userId, ticket, code: '123456' }),
    'a login that forgot': (login) => keepsake.passwords.requestReset({ login }),
    'a cursor': (cursor) => keepsake.users.list({ cursor }),
    'the place of a cursor': ['', (cursor) => keepsake.users.list({ cursor }), '.AAAA'],
    'what is searched for': (search) => keepsake.users.list({ search }),
    'a password to judge': (password) => keepsake.passwords.validate({ password }),
    'a sealed text': (text) => ports.secretBox.open(sealed(text), place),
    'a sealed text to renew': (text) => ports.secretBox.isCurrent(sealed(text)),
    'a kept hash': (text) => ports.recoveryCodeHasher.isCurrent(recoveryCodeHash(text)),
    'a kept hash to renew': (text) => ports.recoveryCodeHasher.rewrap(recoveryCodeHash(text)),
    'a password under RSA': (text) => ports.transportCiphers.rsa?.open(text),
    'a password under SM2': (text) => ports.transportCiphers.sm2?.open(text),
    'a phone number': (text) => ports.phoneNumbers.parse(text, '+86'),
    'a user’s token of the facade': (text) => authenticateUser(text, 'factor-owner', keepsake, settingsAt()),
  }
}
