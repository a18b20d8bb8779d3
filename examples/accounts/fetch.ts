/** A handler of the web: `createHttpApp(...).fetch` is one. */
export type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>
