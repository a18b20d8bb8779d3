import type { User } from '@keepsake/domain'

/** What a user record is made of beside the fields that a store keeps in columns of their own. */
export type UserDocument = Omit<
  User,
  'id' | 'version' | 'status' | 'statusChangedAt' | 'createdAt' | 'updatedAt' | 'signIns'
>

/** JSON text of a record. Fields that are `undefined` are absent from it. */
export const writeDocument = (document: UserDocument): string => JSON.stringify(document)

/**
 * Reads what `writeDocument` wrote. Custom data has no prototype again, so that no key means anything to JavaScript. Throws for
 * a text that is no document; whether the fields are those of a user is for the caller to see.
 */
export const readDocument = (text: string): UserDocument => {
  const document = JSON.parse(text) as UserDocument
  const { customData } = document
  // What is assigned below from a list, or from a text, would look like custom data.
  if (Array.isArray(customData) || typeof customData !== 'object' || customData === null)
    throw new Error('no document of a user')
  return { ...document, customData: Object.assign(Object.create(null), customData) }
}
