import type { NewUser } from '@keepsake/domain'
import { distinct, given, sameText } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

type Address = { readonly address: string; readonly isVerified: boolean; readonly isPrimary: boolean }

/**
 * Reads the addresses of a user. The CSV file has the primary ones and lists of all verified and unverified ones. The API
 * has an object for each. The primary ones are those by which the user is known, the others are further ones.
 */
export const readAddresses = (user: Fields): NewUser => {
  const email = pick(user, 'email_address', 'email_addresses', 'email')
  const phone = pick(user, 'phone_number', 'phone_numbers', 'phone')
  return given<NewUser>({
    email: email?.address,
    emailVerified: email?.isVerified,
    phone: phone?.address,
    phoneVerified: phone?.isVerified,
  })
}

const pick = (user: Fields, one: string, several: string, plain: string): Address | undefined => {
  const objects = fromObjects(user, one, several)
  const columns = fromColumns(user, one, several, plain)
  return objects ?? columns
}

const fromObjects = (user: Fields, one: string, several: string): Address | undefined => {
  const primary = user.text(`primary_${one}_id`)
  const addresses = user.objects(several).map((each) => {
    const verification = each.object('verification')
    const status = verification?.text('status')
    verification?.lose('derived', ...verification.names())
    const id = each.text('id')
    each.lose(
      'derived',
      'id',
      'object',
      'linked_to',
      'created_at',
      'updated_at',
      'matches_sso_connection',
      'reserved',
    )
    each.lose('derived', 'default_second_factor')
    each.lose('no_secret', 'backup_codes')
    if (each.flag('reserved_for_second_factor') === true)
      each.lose('factor_not_supported', 'reserved_for_second_factor')
    const address = each.text(one)
    if (address === undefined) each.refuse(one, 'string')
    return { address: address ?? '', isVerified: status === 'verified', isPrimary: id === primary, each }
  })
  const chosen = addresses.find(({ isPrimary }) => isPrimary) ?? addresses[0]
  for (const other of addresses)
    if (other !== chosen) other.each.contact(kindOf(one), one, other.address, other.isVerified)
  return chosen
}

const fromColumns = (user: Fields, one: string, several: string, plain: string): Address | undefined => {
  const primary = user.id(`primary_${one}`) ?? user.id(one) ?? user.id(plain)
  const lists = [`verified_${several}`, `unverified_${several}`].map((name) => splitIn(user, name))
  const [verified = [], unverified = []] = lists
  const address = primary ?? verified[0] ?? unverified[0]
  for (const [name, list] of [
    [`verified_${several}`, verified],
    [`unverified_${several}`, unverified],
  ] as const)
    for (const each of list) user.contact(kindOf(one), name, each, name.startsWith('verified_'))
  return address === undefined
    ? undefined
    : { address, isVerified: verified.some((each) => sameText(each, address)), isPrimary: true }
}

const kindOf = (one: string): 'email' | 'phone' => (one === 'email_address' ? 'email' : 'phone')

const splitIn = (user: Fields, name: string): readonly string[] =>
  distinct((user.id(name) ?? '').split(/[,|]/u).map((each) => each.trim()))
