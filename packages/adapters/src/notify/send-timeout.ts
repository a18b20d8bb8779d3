import type { NumberBounds } from '@keepsake/domain'

/** How long a sender may take for one item, in ms: less than its lease of five minutes, after which it is sent again. */
export const sendTimeout: NumberBounds = { least: 1, most: 299_999 }
