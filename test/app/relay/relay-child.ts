import { randomInt } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { nodeSystem } from '@keepsake/adapters/system/node'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createKeepsake, relayEvents, relayNotices } from '@keepsake/app'
import { conceal, unavailable, type EventSender } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'
import { write } from '../../adapters/notify/write.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { pushedClock } from './pushed-clock.ts'

// Says "ready", and relays notices by mail and events into a file until it is killed. The process that started it pushes its clock.
//
// node relay-child.ts <database> <mail server> <file>

const [url = '', mailServer = '', file = ''] = process.argv.slice(2)

/** In ms. Long enough for a busy machine; what hangs is waited for so long. */
const timeoutMs = 1000

const received = openSync(file, 'a')
const down = unavailable('notice-sender', new Error('the receiver does not answer'))

/** Takes an event for an endpoint as a line with its id. Fails one time in ten, before or after it has done so. */
const receiver: EventSender = {
  endpoints: [{ name: 'one' }, { name: 'other' }],
  send: ({ id }, endpoint) => {
    if (randomInt(20) === 0) return errAsync(down)
    writeSync(received, `${id} ${endpoint}\n`)
    return randomInt(20) === 0 ? errAsync(down) : okAsync()
  },
}

const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 'sealing') }], current: 'k1' }
const keepsake = createKeepsake(
  {
    ...(await openStandardPorts(keys)),
    storage: await openByUrl(url),
    noticeSender: await openSmtpSender({
      url: conceal(mailServer),
      from: { address: 'no-reply@shop.example' },
      write,
      timeoutMs,
    }),
    eventSender: receiver,
    system: { ...nodeSystem(), clock: pushedClock(process.stdin) },
  },
  { pool: 'pool-one' },
)
console.log('ready')
const options = { signal: new AbortController().signal, restMs: 5 }
await Promise.all([relayNotices(keepsake, options), relayEvents(keepsake, options)])
