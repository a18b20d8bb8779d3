import { unavailable, type Unavailable } from '@keepsake/domain'

/** The failure for what cannot be sealed. */
export const cannotSeal = (): Unavailable => unavailable('secret-box', new Error('It could not be sealed'))
