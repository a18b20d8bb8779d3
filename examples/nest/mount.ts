import { getRequestListener } from '@hono/node-server'
import type { INestApplication } from '@nestjs/common'
import type { NextFunction, Request, Response } from 'express'
import type { Fetch } from '../accounts/fetch.ts'

/** Mounts Keepsake's HTTP facade, before the application listens: it reads bodies itself. */
export const mountFacade = (app: INestApplication, fetch: Fetch): INestApplication => {
  const listen = getRequestListener(fetch)
  return app.use((request: Request, response: Response, next: NextFunction) =>
    /^\/api\/v[23]\//u.test(request.url) ? void listen(request, response) : next(),
  )
}
