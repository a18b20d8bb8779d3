/** How the wire shows an issue code: the numbers in the envelope, and a sentence in each language. `{name}` is a param. */
export type ApiCode = {
  readonly statusCode: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 501 | 503
  /** The detailed code of the published list, if it has one. */
  readonly apiCode?: number
  readonly en: string
  readonly zh: string
}
