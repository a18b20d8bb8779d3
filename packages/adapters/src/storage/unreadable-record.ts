import { unavailable, type Unavailable } from '@keepsake/domain'

/** The answer to a call that asks for a record which is damaged. `what` names it, without anything of its content. */
export const unreadableRecord = (what: string): Unavailable =>
  unavailable('storage', new Error(`the record of ${what} is damaged and cannot be read`))
