import { issue, rejected } from '@keepsake/domain'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Identity } from '../identity.ts'
import { guardPorts } from '../guard/guard-ports.ts'
import type { IdentityPorts } from '../ports.ts'
import { handle, refuse, type PipelineContext } from './pipeline.ts'
import { routes } from './routes/index.ts'
import type { HttpSettings } from './settings.ts'

/** What the facade needs of the ports that the identity was made from. */
export type HttpPorts = Pick<IdentityPorts, 'storage' | 'sources' | 'transportCiphers'>

const defaultMaxBodyBytes = 10 * 1024 * 1024

/** The HTTP facade as a Hono app: an embedder mounts it beside its own routes, or serves it by itself. */
export const createHttpApp = (identity: Identity, given: HttpPorts, settings: HttpSettings): Hono => {
  const ports = guardPorts(given, ['storage', 'sources', 'transportCiphers'])
  const context: PipelineContext = {
    settings,
    singleUse: ports.storage.inPool(settings.pool).singleUse,
    routeContext: (c) => ({
      identity,
      transportCiphers: ports.transportCiphers,
      qrCode: settings.qrCode,
      ...addressOf(settings.clientAddress?.(c.req.raw, c.env)),
      token: {
        accessKeyId: settings.accessKeyId,
        accessKeySecret: settings.accessKeySecret,
        userPoolId: settings.pool,
        now: ports.sources.clock(),
      },
    }),
  }
  const app = new Hono()
  const maxSize = settings.maxBodyBytes ?? defaultMaxBodyBytes
  const tooLarge = rejected([issue('request.too_large', [], { max: maxSize })])
  app.use(
    bodyLimit({
      maxSize,
      onError: (c) => {
        // The rest of the body is not read, so that the connection is of no more use: a client must not keep it.
        c.header('connection', 'close')
        return refuse(tooLarge, c, context)
      },
    }),
  )
  for (const route of routes) app.on(route.method, route.path, (c) => handle(route, c, context))
  app.notFound((c) => refuse('no-such-endpoint', c, context))
  // No route throws: what gets here is a body that did not arrive whole.
  app.onError((_, c) => refuse(rejected([issue('request.not_json')]), c, context))
  return app
}

const addressOf = (ip: string | undefined): { readonly ip?: string } => (ip === undefined ? {} : { ip })
