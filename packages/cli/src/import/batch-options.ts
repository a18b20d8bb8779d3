import { readFile } from 'node:fs/promises'
import { rejected, type CreateUsersOptions, type Failure } from '@keepsake/domain'
import { checkShape, parseJsonBytes, usersFile } from '@keepsake/http/wire'
import { err, ok, type Result } from 'neverthrow'

/** The options of a batch that are flags of the command too. */
export type BatchFlags = Pick<
  CreateUsersOptions,
  | 'keepPassword'
  | 'autoGeneratePassword'
  | 'resetPasswordOnFirstLogin'
  | 'passwordFormat'
  | 'passwordPrehash'
  | 'passwordEncoding'
  | 'passwordEncryptType'
  | 'departmentIdType'
  | 'dateZone'
  | 'emptyIsAbsent'
>

/** The flags among all flags of a command. */
export const pickBatchFlags = (flags: BatchFlags): BatchFlags => {
  const { keepPassword, autoGeneratePassword, resetPasswordOnFirstLogin, emptyIsAbsent } = flags
  const { passwordFormat, passwordPrehash, passwordEncoding, passwordEncryptType } = flags
  const { departmentIdType, dateZone } = flags
  return Object.fromEntries(
    Object.entries({
      keepPassword,
      autoGeneratePassword,
      resetPasswordOnFirstLogin,
      emptyIsAbsent,
      passwordFormat,
      passwordPrehash,
      passwordEncoding,
      passwordEncryptType,
      departmentIdType,
      dateZone,
    }).filter(([, value]) => value !== undefined),
  )
}

/** Reads a file with the options of a batch, as the `options` of a file of users has them. Rejects if it is not there. */
export const readOptionsFile = async (file: string): Promise<Result<CreateUsersOptions, Failure>> => {
  const parsed = parseJsonBytes(await readFile(file)).andThen((options) =>
    checkShape(usersFile, { list: [], options }),
  )
  return parsed.isOk() ? ok(parsed.value.options ?? {}) : err(rejected(parsed.error))
}
