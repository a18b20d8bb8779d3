import {
  checkNumbers,
  configurationIssue,
  issue,
  longestTimerMs,
  refuseConfiguration,
  rejected,
  unavailable,
  type ConfigurationIssue,
  type Failure,
  type PasswordHasher,
  type Unavailable,
} from '@keepsake/domain'
import { Hono, type Context } from 'hono'
import type { Keepsake, KeepsakePorts, Caller } from '@keepsake/app'
import { guardPorts, turnsOf } from '@keepsake/app/kit'
import { everyKey, type BoundKey } from './auth/access-key.ts'
import { openReadNonces } from './auth/read-nonces.ts'
import { processBodies } from './body/body-budget.ts'
import { checkBodies } from './body/body-limits.ts'
import { addHealth, healthOffers, openReadiness } from './health.ts'
import type { Offer } from './not-offered.ts'
import { handle, refuse, refuseMissing, tell, type PipelineContext } from './pipeline.ts'
import { femaleFor, toUserDto } from './wire/user-dto.ts'
import { deviceTokenHeader } from './answers/device-token.ts'
import { routes } from './routes/index.ts'
import type { RouteContext } from './routing/route.ts'
import type { HttpSettings } from './settings.ts'

/** The ports that HTTP uses itself, beside the API made from them. */
export type HttpPorts = Pick<KeepsakePorts, 'storage' | 'system' | 'transportCiphers'> & {
  /** Its weight decides how many passwords one request may have hashed. */
  readonly passwordHasher?: Pick<PasswordHasher, 'weight'>
}

/**
 * Makes the HTTP facade as a Hono app. You can mount it beside your own routes, or serve it alone. Throws a
 * configuration error if the body budget has no room for one body of the size that the settings allow, if a number is out of
 * bounds, if two access keys have the same id, or if a key is bound to a tenant with an empty id.
 */
export const createHttpApp = (keepsake: Keepsake, given: HttpPorts, settings: HttpSettings): Hono => {
  const ports = guardPorts(given, ['storage', 'system', 'transportCiphers'])
  const bodies = settings.bodies ?? processBodies
  refuseConfiguration([
    ...checkKeys(everyKey(settings)),
    ...checkNumbers(settings, numbers),
    ...checkBodies(settings, bodies),
  ])
  const storage = ports.storage.inPool(settings.pool)
  const rowsToHash = settings.rowsToHash ?? rowsToHashAt(given.passwordHasher?.weight)
  const context: PipelineContext = {
    settings,
    bodies,
    singleUse: storage.singleUse,
    readNonces: openReadNonces(storage.singleUse),
    routeContext: (c) => ({
      keepsake,
      transportCiphers: ports.transportCiphers,
      qrCode: settings.qrCode,
      caller: callerOf(c, settings),
      rowsToHash,
      toUser: (account, parts) => toUserDto(account, parts, femaleFor(c.req.header('x-authing-sdk-version'))),
      ...deviceOf(c.req.header(deviceTokenHeader)),
      token: {
        accessKeyId: settings.accessKeyId,
        accessKeySecret: settings.accessKeySecret,
        accessKeys: settings.accessKeys ?? [],
        userPoolId: settings.pool,
        now: ports.system.clock(),
      },
    }),
  }
  const app = new Hono()
  const turns = turnsOf(keepsake)
  app.use(async (c, next) => {
    const arrival = { ip: callerOf(c, settings).ip, ...deviceOf(c.req.header(deviceTokenHeader)) }
    const end = await turns.take(arrival)
    try {
      await next()
    } finally {
      end()
    }
  })
  for (const route of routes) app.on(route.method, route.path, (c) => handle(route, c, context))
  const ready = openReadiness(() => keepsake.users.get({ userId: nobody }).mapErr(asUnavailable))
  addHealth(app, ready, (event) => tell(settings, event))
  app.notFound((c) => refuseMissing(c, offers, context))
  // No route throws. An error here means that a body did not arrive completely.
  app.onError((_, c) => refuse(rejected([issue('request.not_json')]), c, context))
  return app
}

const numbers = {
  skewMs: { least: 0 },
  maxBodyBytes: { least: 1 },
  maxOpenBodyBytes: { least: 1 },
  arrivalMs: { least: 1, most: longestTimerMs },
  rowsToHash: { least: 1 },
}

/** The work of half the time that an SDK waits, on two cores that also do other work. */
const mostToHash = 50

const rowsToHashAt = (weight = 1): number => Math.max(1, Math.floor(mostToHash / Math.max(1, weight)))

const offers: readonly Offer[] = [...routes, ...healthOffers]

/**
 * The id of a user who does not exist. To look it up costs little, and takes the same path as every request. So a pool is
 * not ready if its digest key does not open, or if its usernames are not compared as its settings say.
 */
const nobody = 'readyz'

const asUnavailable = (failure: Failure): Unavailable =>
  failure.kind === 'unavailable' ? failure : unavailable('storage', new Error('readyz was rejected'))

const callerOf = ({ req: { raw }, env }: Context, { clientAddress }: HttpSettings): Caller => {
  const ip = clientAddress?.(raw, env)
  return { signal: raw.signal, ...(ip === undefined ? {} : { ip }) }
}

const deviceOf = (deviceToken: string | undefined): Pick<RouteContext, 'deviceToken'> =>
  deviceToken === undefined ? {} : { deviceToken }

const checkKeys = (keys: readonly BoundKey[]): readonly ConfigurationIssue[] => {
  const ids = new Set(keys.map(({ accessKeyId }) => accessKeyId))
  return [
    ...(ids.size < keys.length
      ? [
          configurationIssue(
            'access_key.id_repeated',
            ['accessKeys'],
            'give each access key an id of its own',
          ),
        ]
      : []),
    ...(keys.some(({ tenantId }) => tenantId === '')
      ? [
          configurationIssue(
            'access_key.tenant_missing',
            ['accessKeys'],
            'name the tenant of the key, or leave it out',
          ),
        ]
      : []),
  ]
}
