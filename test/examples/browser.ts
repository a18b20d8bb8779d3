/** An answer as a browser's script sees it. */
export type Page = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** A browser: it keeps the cookies of a service and sends them. */
export type Browser = {
  readonly post: (path: string, body?: unknown) => Promise<Page>
  readonly get: (path: string) => Promise<Page>
  /** The attributes of the cookies that it was given, by name. */
  readonly attributes: () => ReadonlyMap<string, string>
  /** Another browser with the same cookies, such as a thief's. */
  readonly copy: () => Browser
}

export const openBrowser = (origin: string, cookies: ReadonlyMap<string, string> = new Map()): Browser => {
  const jar = new Map(cookies)
  const attributes = new Map<string, string>()
  const ask = async (method: string, path: string, body?: unknown): Promise<Page> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = '', rest = ''] = /^([^=]+)=([^;]*)(.*)$/u.exec(cookie) ?? []
      attributes.set(name, rest)
      if (/Max-Age=0\b/u.test(rest)) jar.delete(name)
      else jar.set(name, value)
    }
    return { status: response.status, body: (await response.json()) as Page['body'] }
  }
  return {
    post: (path, body) => ask('POST', path, body),
    get: (path) => ask('GET', path),
    attributes: () => attributes,
    copy: () => openBrowser(origin, jar),
  }
}
