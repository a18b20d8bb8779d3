import { unavailable, type Unavailable } from '@keepsake/domain'

/**
 * The one answer for whatever does not open, by whichever part it was found out. It has no cause: that would tell what was
 * wrong.
 */
export const cannotOpen = (): Unavailable =>
  unavailable(
    'secret-box',
    new Error('The text does not open: its key is missing here, or it was changed or moved to another place'),
  )

/** For a text that cannot be sealed. */
export const cannotSeal = (): Unavailable =>
  unavailable('secret-box', new Error('The text could not be sealed'))
