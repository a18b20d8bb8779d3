import { readFile } from 'node:fs/promises'
import { collectList, issue, under, type Checked, type Issue, type NewUser } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import { parseJson, checkShape } from '@keepsake/http/wire'
import type { FileRow } from './batches.ts'

/** A user of the file, by an identifier as it is written there, and the password that is known to be right. */
export type KnownPassword = { readonly login: string; readonly password: string }

const knownPassword: z.ZodType<KnownPassword> = z.strictObject({ login: z.string(), password: z.string() })

/** Reads a file of known passwords, one line of JSON each. Rejects if the file cannot be read. */
export const readKnownPasswords = async (file: string): Promise<Checked<readonly KnownPassword[]>> => {
  const known: KnownPassword[] = []
  const issues: Issue[] = []
  for (const [index, line] of (await readFile(file, 'utf8')).split('\n').entries()) {
    if (line.trim() === '') continue
    const read = parseJson(line).andThen((value) => checkShape(knownPassword, value))
    if (read.isOk()) known.push(read.value)
    else issues.push(...read.error.map((each) => ({ ...each, path: ['canaries', index, ...each.path] })))
  }
  return issues.length === 0 ? ok(known) : err(issues)
}

/** A row of the file whose password is known. */
export type FileCanary = { readonly user: FileRow<NewUser>; readonly password: string }

/** Finds the row of each known password. A login that is not in the file is an issue, because it would prove nothing. */
export const toCanaries = (
  known: readonly KnownPassword[],
  rows: readonly FileRow<NewUser>[],
): Checked<readonly FileCanary[]> =>
  collectList(known, ({ login, password }) => {
    const user = rows.find(({ value }) => hasLogin(value, login))
    return user === undefined ? err([issue('user.not_found', ['login'])]) : ok({ user, password })
  }).mapErr((issues) => under(['canaries'], issues))

const hasLogin = ({ email, phone, username, externalId }: NewUser, login: string): boolean =>
  [email, phone, username, externalId].includes(login)
