import {
  issue,
  rejected,
  unavailable,
  type Failure,
  type PasswordHasher,
  type Unavailable,
} from '@keepsake/domain'
import { Hono, type Context } from 'hono'
import type { Keepsake, KeepsakePorts, Caller } from '@keepsake/app'
import { openTurns, guardPorts, sourceOf } from '@keepsake/app/kit'
import { everyKey, type BoundKey } from './auth/access-key.ts'
import { openReadNonces } from './auth/read-nonces.ts'
import { processBodies } from './body/body-budget.ts'
import { findMisfit } from './body/body-limits.ts'
import { addHealth, healthOffers, openReadiness } from './health.ts'
import type { Offer } from './missing.ts'
import { handle, refuse, refuseMissing, tell, type PipelineContext } from './pipeline.ts'
import { femaleFor, toUserDto } from './wire/user-dto.ts'
import { deviceTokenHeader } from './routes/device-token.ts'
import { routes } from './routes/index.ts'
import type { RouteContext } from './routes/route.ts'
import type { HttpSettings } from './settings.ts'

/** What HTTP needs of the ports that the API was made from. */
export type HttpPorts = Pick<KeepsakePorts, 'storage' | 'sources' | 'transportCiphers'> & {
  /** How many passwords a request may have hashed depends on its weight. */
  readonly passwordHasher?: Pick<PasswordHasher, 'weight'>
}

/**
 * The HTTP facade as a Hono app: an embedder mounts it beside its own routes, or serves it by itself. Throws where its
 * budget of bodies has no room for a single one of the size that the settings allow, where two access keys have one id, and
 * where a key is bound to a tenant without one.
 */
export const createHttpApp = (keepsake: Keepsake, given: HttpPorts, settings: HttpSettings): Hono => {
  const ports = guardPorts(given, ['storage', 'sources', 'transportCiphers'])
  checkKeys(everyKey(settings))
  const bodies = settings.bodies ?? processBodies
  const misfit = findMisfit(settings, bodies)
  if (misfit !== undefined) throw new RangeError(misfit)
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
        now: ports.sources.clock(),
      },
    }),
  }
  const app = new Hono()
  const turns = openTurns()
  app.use(async (c, next) => {
    await turns.take(sourceOf(callerOf(c, settings).ip) ?? '')
    await next()
  })
  for (const route of routes) app.on(route.method, route.path, (c) => handle(route, c, context))
  const ready = openReadiness(() => keepsake.users.get({ userId: nobody }).mapErr(asUnavailable))
  addHealth(app, ready, (event) => tell(settings, event))
  app.notFound((c) => refuseMissing(c, offers, context))
  // No route throws: what gets here is a body that did not arrive whole.
  app.onError((_, c) => refuse(rejected([issue('request.not_json')]), c, context))
  return app
}

/** Half the time that an SDK waits, on two cores that do something else as well. */
const mostToHash = 50

const rowsToHashAt = (weight = 1): number => Math.max(1, Math.floor(mostToHash / Math.max(1, weight)))

const offers: readonly Offer[] = [...routes, ...healthOffers]

/**
 * To look for a user costs little, and takes the way of every request: a pool whose digest key does not open, or whose
 * usernames are compared otherwise than its settings say, is not ready.
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

const checkKeys = (keys: readonly BoundKey[]): void => {
  const ids = new Set(keys.map(({ accessKeyId }) => accessKeyId))
  if (ids.size < keys.length) throw new TypeError('Two access keys have one id')
  if (keys.some(({ tenantId }) => tenantId === '')) throw new TypeError('A tenant of an access key has no id')
}
