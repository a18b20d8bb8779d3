import type { User } from '@keepsake/domain'

/** The fields of a user record that a store does not keep in separate columns. */
export type UserDocument = Omit<
  User,
  'id' | 'version' | 'status' | 'statusChangedAt' | 'createdAt' | 'updatedAt' | 'signIns'
>

/** JSON text of a record. Fields that are `undefined` are left out. */
export const writeDocument = (document: UserDocument): string => JSON.stringify(document)

/**
 * Reads what `writeDocument` wrote. Custom data again has no prototype, so that no key has a special meaning in
 * JavaScript. Throws for a text that is no document; the caller must check whether the fields are those of a user.
 */
export const readDocument = (text: string): UserDocument => {
  const document = JSON.parse(text) as UserDocument
  const { customData } = document
  // Below, a list or a text would be assigned as if it were custom data.
  if (Array.isArray(customData) || typeof customData !== 'object' || customData === null)
    throw new Error('no document of a user')
  return { ...document, customData: Object.assign(Object.create(null), customData) }
}
