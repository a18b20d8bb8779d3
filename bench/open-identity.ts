import { openFixedDirectory } from '@keepsake/adapters/directory/fixed'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openOtpEngine } from '@keepsake/adapters/otp/otplib'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { systemSources } from '@keepsake/adapters/sources/system'
import { createIdentity, type Identity, type IdentityPorts } from '@keepsake/app'
import { noBreachedPasswords, type Storage } from '@keepsake/domain'
import { customFields } from './sample-users.ts'

const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 7) }], current: 'k1' }

/** The ports as a service would wire them, over the given storage. */
export const openPorts = (storage: Storage): IdentityPorts => ({
  storage,
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
  sources: systemSources(),
})

/** The pool of every measurement. */
export const pool = 'bench'

/** The facade over these ports, with a pool that knows the sample users' custom fields. */
export const openIdentity = (ports: IdentityPorts): Identity =>
  createIdentity(ports, { pool, loginUrl: 'https://login.example.com/', customFields })
