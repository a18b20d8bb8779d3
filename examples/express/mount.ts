import { getRequestListener } from '@hono/node-server'
import type { Express } from 'express'
import type { Fetch } from '../accounts/fetch.ts'

/** Mounts Keepsake's HTTP facade. It reads bodies itself, so mount it before a body parser. */
export const mountFacade = (app: Express, fetch: Fetch): Express =>
  app.all(/^\/api\/v[23]\//u, getRequestListener(fetch))
