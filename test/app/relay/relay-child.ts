import { randomInt } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { systemSources } from '@keepsake/adapters/sources/system'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createIdentity, relayEvents, relayNotices } from '@keepsake/app'
import { unavailable, undeliverable, type NoticeSender } from '@keepsake/domain'
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
    ...openStandardPorts(keys)._unsafeUnwrap(),
    storage: (await openByUrl(url))._unsafeUnwrap(),
    noticeSender: { send: ({ key, to }) => send(key, to) },
    eventSender: { send: ({ id, userId }) => send(id, userId) },
    sources: { ...systemSources(), clock: clockFrom(Number(began)) },
  },
  { pool: 'pool-one' },
)
console.log('ready')
const options = { signal: new AbortController().signal, restMs: 5 }
await Promise.all([relayNotices(identity, options), relayEvents(identity, options)])
