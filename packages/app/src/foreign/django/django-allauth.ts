import type { NewLinkedIdentity } from '@keepsake/domain'
import { sameText } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads the accounts at providers that allauth keeps. */
export const readSocialAccounts = (records: readonly Fields[]): readonly NewLinkedIdentity[] =>
  records.flatMap((record) => {
    record.lose('derived', 'model', 'pk')
    const fields = record.object('fields')
    if (fields === undefined) return []
    const [connection, subject] = [fields.text('provider'), fields.id('uid')]
    const info = fields.jsonObject('extra_data')
    fields.lose('derived', 'user', 'last_login', 'date_joined')
    if (connection === undefined) fields.refuse('provider', 'string')
    if (subject === undefined) fields.refuse('uid', 'string')
    return connection === undefined || subject === undefined
      ? []
      : [
          linkedIdentity({
            connection,
            subject,
            info: info && Object.fromEntries(info.names().map((name) => [name, info.any(name)])),
          }),
        ]
  })

/** Whether allauth has verified the address of the user. Nothing if it does not know the address. */
export const readAddresses = (records: readonly Fields[], email: string | undefined): boolean | undefined => {
  const addresses = records.map((record) => {
    record.lose('derived', 'model', 'pk')
    const fields = record.object('fields')
    const [address, isVerified] = [fields?.text('email'), fields?.flag('verified')]
    fields?.lose('derived', 'user', 'primary')
    fields?.contact('email', 'email', address, isVerified)
    return { address, isVerified }
  })
  const own = addresses.filter(({ address }) => sameText(address, email))
  return own.length === 0 ? undefined : own.some(({ isVerified }) => isVerified === true)
}
