import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const packages = new URL('../../../packages/', import.meta.url)

/** What makes many pieces, or a copy, of a text. */
const takesApart =
  /\.split\(|\.matchAll\(|JSON\.parse\(|jwtVerify\(|new URLSearchParams\(|decodeURIComponent\(|Buffer\.from\([^)]*'(?:base64|base64url|hex)'\)/u

/** Every place that takes a text apart, as a beginning of its path, and why nobody can send it a long one. */
const places: Readonly<Record<string, string>> = {
  'adapters/src/cipher/base64.ts': 'bounded there',
  'adapters/src/cipher/hex.ts': 'of ciphertexts, which readRsaCiphertext and readSm2Ciphertext bound',
  'adapters/src/cipher/rsa.ts': 'the version of OpenSSL',
  'adapters/src/cipher/sm2-ciphertext.ts': 'bounded there',
  'adapters/src/cipher/sm2-curve.ts': 'constants',
  'adapters/src/cipher/sm2-key.ts': 'constants',
  'conformance/src/': 'cases of a test suite',
  'adapters/src/notify/capture-folder.ts': 'files of our own',
  'adapters/src/notify/sms/': 'answers of a provider, of 64 KiB at most',
  'adapters/src/notify/smtp/mail-server.ts': 'configuration',
  'adapters/src/notify/templates/pick-language.ts': 'a locale, which a profile holds to 256 characters',
  'adapters/src/notify/webhook/signed-headers.ts': 'configuration',
  'adapters/src/password-lists/breached-range.ts': 'answers of a service, of 1 MiB at most',
  'adapters/src/password-lists/known-phrases.ts': 'constants',
  'adapters/src/password/formats/': 'bounded in hash-format.ts, before any format reads',
  'adapters/src/records/': 'files that the operator names, of which records and heads are bounded',
  'adapters/src/secrets/base64url.ts': 'the parts of an envelope, bounded in envelope.ts',
  'adapters/src/secrets/key-ring.ts': 'configuration',
  'adapters/src/storage/': 'what a store of ours has kept',
  'cli/src/import/canaries.ts': 'a file that the operator names',
  'cli/src/composition/forwarded-for.ts': 'bounded there',
  'cli/src/program/move.ts': 'arguments of the operator',
  'cli/src/commands/move/reopen.ts': 'what a move of ours has stored',
  'app/src/use-cases/moves/': 'what a move of ours has stored',
  'cli/src/sources/': 'arguments of the operator, and files that they name',
  'http/src/auth/jwt.ts': 'bounded there',
  'http/src/auth/query.ts': 'bounded there',
  'http/src/auth/reading/': 'what a known key has signed, which the pipeline bounds',
  'http/src/auth/signed-parameters.ts': 'a body, which the pipeline bounds',
  'http/src/body/content-headers.ts': 'bounded there',
  'http/src/not-offered.ts': 'the path of a request; a server of ours takes 16 KiB of head',
  'app/src/foreign/': 'files that the operator names; open-record.ts and ldif.ts bound each value',
  'app/src/mapping/': 'a mapping and records that the operator names; a record is bounded',
  'app/src/use-cases/shared/read-json.ts': 'what we have sealed; a secret box bounds the token',
  'app/src/use-cases/secrets/digest-key.ts': 'what we have sealed',
  'app/src/use-cases/sign-in/device-token.ts': 'bounded there',
  'app/src/use-cases/sign-in/network-of.ts': 'bounded there',
  'app/src/use-cases/users/user-cursor.ts': 'bounded there',
  'http/src/wire/language.ts': 'a header, of which the first 1,000 characters are read',
  'http/src/wire/find-user.ts': 'bounded there',
  'domain/src/kernel/bounded.ts': 'bounded there',
  'domain/src/kernel/json/': 'bodies, which the pipeline bounds, and files that the operator names',
  'domain/src/kernel/utf8.ts': 'parts of a URI, bounded in otp-uri.ts',
  'domain/src/authenticator/uri/authenticator-uri.ts': 'bounded there',
  'domain/src/password/character-classes.ts': 'a password, bounded in plain-password.ts',
  'domain/src/password/disguise.ts': 'a stretch of a password, bounded in guessing-cost.ts',
  'domain/src/password/own-identifiers.ts': 'a password, bounded in plain-password.ts',
  'domain/src/user/list/search-terms.ts': 'names of a profile, of 256 characters at most',
}

const found = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^\w+\/src\/.*\.ts$/u.test(path))
  .filter((path) => takesApart.test(readFileSync(new URL(path, packages), 'utf8')))

describe('every place that takes a text apart', () => {
  it('is known, with what bounds the text', () => {
    const known = Object.keys(places)
    expect(found.filter((path) => !known.some((place) => path.startsWith(place)))).toStrictEqual([])
  })

  it('is still there', () => {
    const gone = Object.keys(places).filter((place) => !found.some((path) => path.startsWith(place)))
    expect(gone).toStrictEqual([])
  })
})
