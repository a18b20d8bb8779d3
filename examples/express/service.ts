/** A service with users, sessions, a second factor and resets, on Express 5. */
import express, { type Express, type Request, type Response } from 'express'
import type { Handler, Routes } from '../accounts/accounts.ts'
import type { Fetch } from '../accounts/fetch.ts'
import { mountFacade } from './mount.ts'

/** Makes the service. `facade`: Keepsake's own HTTP facade, if the service also offers that. */
export const createService = (routes: Routes, facade?: Fetch): Express => {
  const app = express()
  app.disable('x-powered-by')
  if (facade !== undefined) mountFacade(app, facade)
  app.use(express.json({ limit: '16kb' }))
  for (const [route, handler] of Object.entries(routes)) {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string]
    app[method === 'GET' ? 'get' : 'post'](path, carry(handler))
  }
  return app
}

const carry =
  (handler: Handler) =>
  async ({ body, headers, ip }: Request, response: Response): Promise<void> => {
    const answer = await handler({ body: body as unknown, cookies: headers.cookie, ip })
    for (const cookie of answer.cookies ?? []) response.append('set-cookie', cookie)
    response.status(answer.status).json(answer.body)
  }
