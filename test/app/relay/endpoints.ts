import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { openWebhookSender, type WebhookEndpoint } from '@keepsake/adapters/notify/webhook'
import { relayEvents } from '@keepsake/app'
import { conceal } from '@keepsake/domain'
import { expect, onTestFinished } from 'vitest'
import { listening } from '../../adapters/notify/mail-server.ts'
import { openSubject, valueOf, type OpenSubject, type Subject } from '../../builders/keepsake.ts'

/** What an endpoint does with an event: takes it, answers so, or never answers. */
export type Manner = number | 'hangs'

/** An endpoint of webhooks on this machine: what has reached it, in order. */
export type Endpoint = {
  readonly url: string
  readonly heard: readonly { readonly id: string; readonly type: string; readonly userId: string }[]
  readonly behave: (as: Manner) => void
}

/** Opens an endpoint that ends with the test. */
export const openEndpoint = async (first: Manner): Promise<Endpoint> => {
  let manner = first
  const heard: Endpoint['heard'][number][] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        readonly type: string
        readonly data: { readonly userId: string }
      }
      heard.push({
        id: String(request.headers['webhook-id']),
        type: body.type,
        userId: body.data.userId,
      })
      if (manner !== 'hangs') response.writeHead(manner).end()
    })
  })
  const port = await listening(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}/hook`, heard, behave: (as) => void (manner = as) }
}

const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

/** An endpoint as a configuration names it. */
export type Configured = { readonly name: string; readonly at: Endpoint } & Pick<WebhookEndpoint, 'events'>

/** Events are relayed to the configured endpoints, until it is told to stop or the test ends. */
export type Relay = Subject & { readonly stop: () => Promise<void> }

/** What hangs is never given up in the time of a test. */
const timeoutMs = 120_000

/** An identity whose events are relayed to endpoints by so many relays; on what another one has left, where it is given. */
export const relayTo = async (
  endpoints: readonly Configured[],
  open: OpenSubject,
  { on, relays = 1 }: { readonly on?: Subject; readonly relays?: number } = {},
): Promise<Relay> => {
  const subject = await openSubject(open, {
    settings: { events: true },
    ...(on !== undefined && { on: on.opened }),
    ports: async ({ system }) => ({
      eventSender: await openWebhookSender({
        endpoints: endpoints.map(({ at, ...endpoint }) => ({
          ...endpoint,
          url: at.url,
          secrets: [conceal(whsec)],
        })),
        clock: Date.now,
        allowPrivate: true,
        timeoutMs,
      }),
      ...(on !== undefined && { system: { ...system, clock: on.clock.now } }),
    }),
  })
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const options = { signal: stopping.signal, restMs: 10 }
  const relaying = Promise.all(Array.from({ length: relays }, () => relayEvents(subject.keepsake, options)))
  return {
    ...subject,
    stop: async () => {
      stopping.abort()
      await relaying
    },
  }
}

/** Makes users, each of whom is changed so many times: their ids. */
export const makeEvents = async (
  { keepsake, ports }: Subject,
  users: number,
  changes: number,
): Promise<readonly string[]> => {
  const list = Array.from({ length: users }, () => ({ username: `user-${ports.system.newId()}` }))
  const { created } = await valueOf(keepsake.users.create({ list }))
  const ids = created.map(({ account }) => account.user.id)
  for (let time = 0; time < changes; time += 1)
    for (const userId of ids)
      await valueOf(keepsake.users.update({ userId, changes: { nickname: `${time}` } }))
  return ids
}

/** What an endpoint has heard about a user, in order. */
export const heardAbout = ({ heard }: Endpoint, userId: string): readonly string[] =>
  heard.filter((each) => each.userId === userId).map(({ type }) => type)

/** Waits until something is so. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 2000; tries += 1) {
    if (await isSo()) return
    await pause(10)
  }
  expect.fail('it never came to pass')
}
