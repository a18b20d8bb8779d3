import { passwordEncodings, prehashes, type PasswordForm } from '@keepsake/domain'

/** A format, with what passwords are turned into before they are hashed by it. */
export type FormatName = { readonly id: string; readonly form: PasswordForm }

/**
 * The value of `PasswordHash.format`, such as `bcrypt;prehash=sha256-hex;encoding=utf-16le`. It is the id of the format
 * alone if the UTF-8 bytes of the password are hashed. It is stored with every hash, so one meaning has one text.
 */
export const writeFormatName = ({ id, form: { prehash = 'none', encoding = 'utf-8' } }: FormatName): string =>
  [
    id,
    ...(prehash === 'none' ? [] : [`prehash=${prehash}`]),
    ...(encoding === 'utf-8' ? [] : [`encoding=${encoding}`]),
  ].join(';')

/** Whether the UTF-8 bytes of the password are hashed, as in the pool's own hashes. */
export const isPlain = ({ prehash = 'none', encoding = 'utf-8' }: PasswordForm): boolean =>
  prehash === 'none' && encoding === 'utf-8'

const shape = /^([^;]+)(?:;prehash=([a-z0-9-]+))?(?:;encoding=([a-z0-9-]+))?$/u

/** Reads what `writeFormatName` writes, and nothing else. */
export const readFormatName = (name: string): FormatName | undefined => {
  const [, id, prehashName, encodingName] = shape.exec(name) ?? []
  const prehash = prehashes.find((each) => each === prehashName)
  const encoding = passwordEncodings.find((each) => each === encodingName)
  if (id === undefined) return undefined
  const read: FormatName = {
    id,
    form: { ...(prehash === undefined ? {} : { prehash }), ...(encoding === undefined ? {} : { encoding }) },
  }
  return writeFormatName(read) === name ? read : undefined
}
