import { passwordEncodings, prehashes, type PasswordForm } from '@keepsake/domain'

/** A format with what passwords are made into before they are hashed by it. */
export type FormatName = { readonly id: string; readonly form: PasswordForm }

/**
 * What `PasswordHash.format` says, such as `bcrypt;prehash=sha256-hex;encoding=utf-16le`: the id of the format alone, where
 * the bytes of the password in UTF-8 are hashed. It is stored with every hash, so it is one text for one meaning.
 */
export const writeFormatName = ({ id, form: { prehash = 'none', encoding = 'utf-8' } }: FormatName): string =>
  [
    id,
    ...(prehash === 'none' ? [] : [`prehash=${prehash}`]),
    ...(encoding === 'utf-8' ? [] : [`encoding=${encoding}`]),
  ].join(';')

/** Whether the bytes of the password in UTF-8 are what is hashed, as the pool's own hashes are made. */
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
