import { readFile } from 'node:fs/promises'
import { rejected, type CreateUsersOptions } from '@keepsake/domain'
import { checkShape, parseJsonBytes, usersFile } from '@keepsake/http/wire'
import { reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { codeOf } from './report-file.ts'

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

/** Reads a file with the options of a batch, as the `options` of a file of users has them. Says so if it cannot be read. */
export const readOptionsOf = async (
  file: string,
  terminal: Terminal,
): Promise<CreateUsersOptions | undefined> => {
  try {
    const parsed = parseJsonBytes(await readFile(terminal.path(file))).andThen((options) =>
      checkShape(usersFile, { list: [], options }),
    )
    if (parsed.isOk()) return parsed.value.options ?? {}
    reportFailure(rejected(parsed.error), terminal)
  } catch (cause) {
    terminal.error(`${file} cannot be read: ${codeOf(cause)}`)
  }
  return undefined
}
