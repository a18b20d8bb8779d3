// What a service that embeds Keepsake might write. It is compiled and run against the packed packages alone.
import { deepStrictEqual } from 'node:assert/strict'
import { openFixedDirectory } from '@keepsake/adapters/directory/fixed'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openOtpEngine } from '@keepsake/adapters/otp/otplib'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox, type SealingKeys } from '@keepsake/adapters/secrets/secret-box'
import { systemSources } from '@keepsake/adapters/sources/system'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createIdentity, type Identity, type IdentityPorts, type SignInAnswer } from '@keepsake/app'
import { noBreachedPasswords, type NewUser } from '@keepsake/domain'

const sources = systemSources()
const keys: SealingKeys = { keys: [{ id: 'first', key: sources.randomBytes(32) }], current: 'first' }

const ports: IdentityPorts = {
  storage: openMemoryStorage(),
  passwordHasher: openArgon2Hasher(),
  passwordVerifier: openPasswordVerifier(),
  commonPasswords: openCommonPasswords(),
  breachedPasswords: noBreachedPasswords,
  transportCiphers: {},
  otpEngine: openOtpEngine(),
  secretBox: openSecretBox(keys)._unsafeUnwrap(),
  keyedDigest: openKeyedDigest(keys)._unsafeUnwrap(),
  recoveryCodeHasher: openRecoveryCodeHasher(keys)._unsafeUnwrap(),
  phoneNumbers: openPhoneNumbers(),
  directory: openFixedDirectory({ departments: 'any', tenants: 'any' }),
  noticeSender: openCaptureSender(),
  sources,
}

const identity: Identity = createIdentity(ports, { pool: 'consumer' })
const user: NewUser = { email: 'somebody@example.com', password: 'a password of some length' }

const report = (await identity.createUsers({ list: [user] }))._unsafeUnwrap()
deepStrictEqual(
  report.created.map(({ row }) => row),
  [0],
)

const attempt = { login: 'Somebody@example.com', password: 'a password of some length' }
const answer: SignInAnswer = (await identity.signIn(attempt))._unsafeUnwrap()
deepStrictEqual(answer.verdict, 'signed_in')
deepStrictEqual((await identity.signIn({ ...attempt, password: 'another' }))._unsafeUnwrap(), {
  verdict: 'wrong_credentials',
})

// @ts-expect-error The declarations must be found: were they not, anything would be accepted here.
void (() => createIdentity(ports, { pool: 1 }))
