/** What is wrong with the configuration, in words for its operator. No value of it is quoted. */
export type BadConfig = { readonly kind: 'bad-config'; readonly reason: string }

export const badConfig = (reason: string): BadConfig => ({ kind: 'bad-config', reason })
