import { isPlainRecord } from '../../input/is-json.ts'

/** Whether a record of `dumpdata` is a user: of the usual model, or of one that has the fields of a user. */
export const isUserModel = (model: string, fields: unknown): boolean =>
  model === 'auth.user' ||
  (isPlainRecord(fields) && 'password' in fields && ('last_login' in fields || 'is_active' in fields))
