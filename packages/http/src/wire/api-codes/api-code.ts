/** What a code means to a caller of the wire: the envelope's numbers, and a sentence in each language. `{name}` is a param. */
export type ApiCode = {
  readonly statusCode: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 501 | 503
  /** The detailed code of the published list, where it has one for this. */
  readonly apiCode?: number
  readonly en: string
  readonly zh: string
}
