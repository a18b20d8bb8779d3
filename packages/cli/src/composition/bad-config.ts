/** What is wrong with the configuration, as a text for the operator. It contains no value of the configuration. */
export type BadConfig = { readonly kind: 'bad-config'; readonly reason: string }

/** Makes a configuration error from its text. */
export const badConfig = (reason: string): BadConfig => ({ kind: 'bad-config', reason })
