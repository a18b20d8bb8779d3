/** What the wire brought, as far as authentication looks at it. */
export type IncomingRequest = {
  /** Upper-case, as HTTP sends it. */
  readonly method: string
  /** The path as it arrived, not percent-decoded, mount prefix included, without the query. */
  readonly path: string
  /** The raw query string, without its `?`; empty where there is none. */
  readonly query: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The bytes of the body as they arrived; empty where there is none. */
  readonly rawBody: Uint8Array
}
