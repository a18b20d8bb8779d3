/** Carries the routes of a service in Route Handlers of Next.js, which take and give what the web has. */
import type { Routes } from '../accounts/accounts.ts'

/**
 * Makes a Route Handler. The address is the one that your proxy, or the platform, writes last into `x-forwarded-for`: without
 * one in front, leave it out, because anybody can send the header.
 */
export const carry =
  (open: () => Promise<Routes>) =>
  async (request: Request): Promise<Response> => {
    const routes = await open()
    const { pathname } = new URL(request.url)
    const handler = routes[`${request.method as 'GET' | 'POST'} ${pathname as `/${string}`}`]
    if (handler === undefined) return Response.json({ verdict: 'not_found' }, { status: 404 })
    const {
      status,
      body,
      cookies = [],
    } = await handler({
      body: request.method === 'GET' ? undefined : await request.json().catch(() => undefined),
      cookies: request.headers.get('cookie') ?? undefined,
      ip: request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim(),
    })
    const headers = new Headers(cookies.map((cookie) => ['set-cookie', cookie]))
    return Response.json(body, { status, headers })
  }
