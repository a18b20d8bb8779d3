import { randomInt } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { openFixedDirectory } from '@keepsake/adapters/directory/fixed'
import { openOtpEngine } from '@keepsake/adapters/otp/otplib'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { systemSources } from '@keepsake/adapters/sources/system'
import { createIdentity, relayEvents, relayNotices } from '@keepsake/app'
import { noBreachedPasswords, unavailable, undeliverable, type NoticeSender } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { clockFrom } from './fast-clock.ts'

// Says "ready", and relays notices and events until it is killed. What its provider takes is a line "<key> <recipient>" at the end of
// a file, of an event "<id> <user>". The
// provider fails one time in ten, before or after it has taken the message; it never answers for anybody at
// never.example.com, and refuses whoever is at refused.example.com.
//
// node relay-child.ts <database> <file> <the moment at which the clock began to run fast>

const [url = '', file = '', began = ''] = process.argv.slice(2)
const taken = openSync(file, 'a')
const down = unavailable('notice-sender', new Error('the provider does not answer'))

const send = (key: string, to: string): ReturnType<NoticeSender['send']> => {
  if (to.endsWith('@refused.example.com')) return errAsync(undeliverable('recipient-refused', to))
  if (to.endsWith('@never.example.com') || randomInt(20) === 0) return errAsync(down)
  writeSync(taken, `${key} ${to}\n`)
  return randomInt(20) === 0 ? errAsync(down) : okAsync()
}

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
    noticeSender: { send: ({ key, to }) => send(key, to) },
    eventSender: { send: ({ id, userId }) => send(id, userId) },
    sources: { ...systemSources(), clock: clockFrom(Number(began)) },
  },
  { pool: 'pool-one' },
)
console.log('ready')
const options = { signal: new AbortController().signal, restMs: 5 }
await Promise.all([relayNotices(identity, options), relayEvents(identity, options)])
