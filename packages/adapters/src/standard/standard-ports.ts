import {
  noBreachedPasswords,
  openTogether,
  type BreachedPasswords,
  type CommonPasswords,
  type Organization,
  type KeyedDigest,
  type TotpEngine,
  type PasswordHasher,
  type PasswordVerifier,
  type PhoneNumbers,
  type RecoveryCodeHasher,
  type SecretBox,
  type System,
  type TransportCiphers,
} from '@keepsake/domain'
import { openFixedOrganization } from '../organization/fixed.ts'
import { openTotpEngine } from '../totp/otplib.ts'
import { openArgon2Hasher } from '../password/argon2.ts'
import { openPasswordVerifier } from '../password/verifier.ts'
import { openCommonPasswords } from '../password-lists/common-passwords.ts'
import { openPhoneNumbers } from '../phone/libphonenumber.ts'
import { openKeyedDigest } from '../secrets/keyed-digest.ts'
import type { SealingKeys } from '../secrets/key-ring.ts'
import { openRecoveryCodeHasher } from '../secrets/recovery-codes.ts'
import { openSecretBox } from '../secrets/secret-box.ts'
import { nodeSystem } from '../system/node-system.ts'

export type { SealingKey, SealingKeys } from '../secrets/key-ring.ts'

/** Every port except the two that are specific to each service: where users are stored, and what sends them notices. */
export type StandardPorts = {
  readonly passwordHasher: PasswordHasher
  readonly passwordVerifier: PasswordVerifier
  readonly commonPasswords: CommonPasswords
  readonly breachedPasswords: BreachedPasswords
  readonly transportCiphers: TransportCiphers
  readonly totpEngine: TotpEngine
  readonly secretBox: SecretBox
  readonly keyedDigest: KeyedDigest
  readonly recoveryCodeHasher: RecoveryCodeHasher
  readonly phoneNumbers: PhoneNumbers
  readonly organization: Organization
  readonly system: System
}

/**
 * The ports as most services want them: argon2id by `argon2`, every hash format, otplib, libphonenumber, secrets sealed
 * under these keys, the system's clock. No breached passwords are looked up, nothing is decrypted in transit, and
 * departments and tenants are accepted as they are named. Spread them, and put your own ports after them to replace
 * some. Rejects with a configuration error that lists every key that is not usable and every package that is not
 * installed.
 */
export const openStandardPorts = async (sealingKeys: SealingKeys): Promise<StandardPorts> => {
  const opened = await openTogether({
    passwordHasher: openArgon2Hasher,
    passwordVerifier: openPasswordVerifier,
    commonPasswords: openCommonPasswords,
    totpEngine: openTotpEngine,
    secretBox: () => openSecretBox(sealingKeys),
    recoveryCodeHasher: () => openRecoveryCodeHasher(sealingKeys),
    phoneNumbers: openPhoneNumbers,
  })
  return {
    ...opened,
    breachedPasswords: noBreachedPasswords,
    transportCiphers: {},
    keyedDigest: openKeyedDigest(),
    organization: openFixedOrganization({ departments: 'any', tenants: 'any' }),
    system: nodeSystem(),
  }
}
