import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/**
 * The value of a list that is marked as primary, else the first. The others are lost by name, and so is one that the field
 * here cannot hold.
 */
export const primaryOf = (
  user: Fields,
  name: string,
  fits: (value: string) => boolean = () => true,
): string | undefined => {
  const entries = user.objects(name).map((fields) => {
    const [value, isPrimary] = [fields.text('value'), fields.flag('primary') === true]
    fields.lose('derived', 'type', 'display', 'primary', '$ref')
    if (value === undefined) fields.refuse('value', 'string')
    return { fields, value, isPrimary }
  })
  const usable = entries.filter(({ value }) => value !== undefined && fits(value))
  const chosen = usable.find(({ isPrimary }) => isPrimary) ?? usable[0]
  for (const other of entries) if (other !== chosen) leave(other.fields, name, other.value)
  return chosen?.value
}

const leave = (fields: Fields, name: string, value: string | undefined): void => {
  if (name === 'emails') fields.contact('email', 'value', value)
  else if (name === 'phoneNumbers') fields.contact('phone', 'value', value)
  else fields.lose('no_place', 'value')
}

/** The primary address of a user, else the first one. */
export const addressOf = (user: Fields): NewUser => {
  const addresses = user.objects('addresses').map((fields) => {
    const isPrimary = fields.flag('primary') === true
    fields.lose('derived', 'type', 'primary')
    return { fields, isPrimary }
  })
  const chosen = addresses.find(({ isPrimary }) => isPrimary) ?? addresses[0]
  for (const other of addresses) if (other !== chosen) other.fields.loseWhole('second_address')
  if (chosen === undefined) return {}
  const { fields } = chosen
  return given<NewUser>({
    formatted: fields.text('formatted'),
    streetAddress: fields.text('streetAddress'),
    city: fields.text('locality'),
    region: fields.text('region'),
    postalCode: fields.text('postalCode'),
    country: fields.text('country'),
  })
}
