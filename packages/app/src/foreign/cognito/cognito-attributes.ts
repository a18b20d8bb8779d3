import { issue } from '@keepsake/domain'
import type { Fields } from '../record/open-record.ts'
import type { Notes } from '../record/notes.ts'

/**
 * The attributes of a user as fields: ListUsers has them in `Attributes` as pairs of `Name` and `Value`, AdminGetUser in
 * `UserAttributes`. In a CSV file they are the columns of the record itself.
 */
export const attributesOf = (user: Fields, notes: Notes): Fields => {
  const field = user.has('Attributes') ? 'Attributes' : 'UserAttributes'
  if (!user.has(field)) return user
  const pairs = user.objects(field).flatMap((pair): [string, unknown][] => {
    const name = pair.text('Name')
    if (name === undefined) pair.refuse('Name', 'string')
    return name === undefined ? [] : [[name, pair.any('Value')]]
  })
  const repeated = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index)
  if (repeated !== undefined) notes.issues.push(issue('request.key_repeated', [field, repeated[0]]))
  return user.inner(Object.fromEntries(pairs), field)
}
