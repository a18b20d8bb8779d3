import { unavailable, type Unavailable } from '@keepsake/domain'

/** The one answer for whatever does not open, whoever found it out. It has no cause: that would tell what was wrong. */
export const cannotOpen = (): Unavailable =>
  unavailable(
    'secret-box',
    new Error(
      'What was sealed does not open: its key is missing here, or it was changed or moved to another place',
    ),
  )

/** For what cannot be sealed. */
export const cannotSeal = (): Unavailable => unavailable('secret-box', new Error('It could not be sealed'))
