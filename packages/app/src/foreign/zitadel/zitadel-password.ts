import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads `hashedPassword`: a text that names its own format, or in old exports bcrypt with its name beside it. */
export const zitadelPassword = (human: Fields): NewUser => {
  const hashed = human.object('hashedPassword')
  const clear = human.text('password')
  const value = hashed?.text('value') ?? hashed?.text('hash')
  const mustChange = human.flag('passwordChangeRequired') === true
  hashed?.lose('derived', 'algorithm')
  if (value !== undefined && clear !== undefined) human.lose('derived', 'password')
  return given<NewUser>({
    password: value ?? (clear === undefined ? undefined : `{CLEAR}${clear}`),
    passwordFormat: value === undefined ? undefined : formatOf(value),
    resetPasswordOnFirstLogin: mustChange || undefined,
  })
}

/** Kratos writes the same beginning with another meaning of the number. */
const formatOf = (hash: string): string | undefined => {
  if (/^\$scrypt\$ln=\d{1,2},/u.test(hash)) return 'scrypt'
  return hash.startsWith('$2') ? 'bcrypt' : undefined
}
