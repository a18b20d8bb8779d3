import type { User } from './user.ts'

/** The fields of a user that say where messages reach them. */
export type Reachable = Pick<User, 'email' | 'phone'>

/** Whether this address is still one of the user's. */
export const isReachedAt = (address: string, { email, phone }: Reachable): boolean =>
  address === email?.address || address === phone?.e164
