/** The parts of a request that authentication reads. */
export type IncomingRequest = {
  /** In upper case, as HTTP sends it. */
  readonly method: string
  /** The path as it arrived: not percent-decoded, with the mount prefix, without the query. */
  readonly path: string
  /** The raw query string without `?`. Empty if there is none. */
  readonly query: string
  /** The headers by their lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The bytes of the body as they arrived. Empty if there is none. */
  readonly rawBody: Uint8Array
}
