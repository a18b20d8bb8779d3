import { openFixedDirectory } from '@keepsake/adapters/directory/fixed'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { openOtpEngine } from '@keepsake/adapters/otp/otplib'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { systemSources } from '@keepsake/adapters/sources/system'
import { createIdentity, relayNotices } from '@keepsake/app'
import { conceal, noBreachedPasswords } from '@keepsake/domain'
import { write } from '../../adapters/notify/write.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { pushedClock } from './pushed-clock.ts'

// Says "ready", and relays notices by mail until it is killed. Whoever started it pushes its clock.
//
// node relay-child.ts <database> <mail server>

const [url = '', mailServer = ''] = process.argv.slice(2)

/** In ms. Long enough for a busy machine; what hangs is waited for so long. */
const timeoutMs = 1000

const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 'sealing') }], current: 'k1' }
const identity = createIdentity(
  {
    storage: (await openByUrl(url))._unsafeUnwrap(),
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
    noticeSender: openSmtpSender({
      url: conceal(mailServer),
      from: { address: 'no-reply@shop.example' },
      write,
      timeoutMs,
    }),
    sources: { ...systemSources(), clock: pushedClock(process.stdin) },
  },
  { pool: 'pool-one' },
)
console.log('ready')
await relayNotices(identity, { signal: new AbortController().signal, restMs: 5 })
