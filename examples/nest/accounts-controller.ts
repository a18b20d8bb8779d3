import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import type { Routes } from '../accounts/accounts.ts'

/** The token of the routes, which a module provides. */
export const accountRoutes: unique symbol = Symbol('account routes')

/** Carries the routes of a service. Nest gives the request and the response of Express. */
@Controller()
export class AccountsController {
  readonly #routes: Routes

  constructor(@Inject(accountRoutes) routes: Routes) {
    this.#routes = routes
  }

  @All('*path')
  async carry(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { method, path, body, headers, ip } = request
    const handler = this.#routes[`${method as 'GET' | 'POST'} ${path as `/${string}`}`]
    if (handler === undefined) return void response.status(404).json({ verdict: 'not_found' })
    const answer = await handler({ body: body as unknown, cookies: headers.cookie, ip })
    for (const cookie of answer.cookies ?? []) response.append('set-cookie', cookie)
    response.status(answer.status).json(answer.body)
  }
}
