import type { NewUser } from '@keepsake/domain'
import { lose, type FurtherContact, type Notes } from '../record/notes.ts'
import { sameText } from './given.ts'

/** As many further addresses, and numbers, a user may have. */
const mostContacts = 50

/** The further addresses and numbers of a user, each once. What is no address is lost by name. */
export const furtherContacts = (row: NewUser, notes: Notes): Pick<NewUser, 'emails' | 'phones'> => {
  const emails = pick('email', row.email, notes).map(({ value, verified }) => ({
    email: value,
    ...(verified !== undefined && { verified }),
  }))
  const phones = pick('phone', row.phone, notes).map(({ value, verified }) => ({
    phone: value,
    ...(verified !== undefined && { verified }),
  }))
  return { ...(emails.length > 0 && { emails }), ...(phones.length > 0 && { phones }) }
}

const pick = (
  kind: FurtherContact['kind'],
  primary: string | undefined,
  notes: Notes,
): readonly FurtherContact[] => {
  const kept: FurtherContact[] = []
  for (const contact of notes.further) {
    if (contact.kind !== kind || isSame(kind, contact.value, primary)) continue
    const index = kept.findIndex((each) => isSame(kind, each.value, contact.value))
    const known = kept[index]
    if (known !== undefined) kept[index] = { ...known, verified: known.verified === true || contact.verified }
    else if (looksRight(contact) && kept.length < mostContacts) kept.push(contact)
    else lose(notes, 'no_place', contact.path)
  }
  return kept
}

const isSame = (kind: FurtherContact['kind'], one: string, other: string | undefined): boolean =>
  kind === 'email' ? sameText(one, other) : digitsOf(one) === digitsOf(other ?? '')

const digitsOf = (number: string): string => number.replaceAll(/[^+\d]/gu, '')

const looksRight = ({ kind, value }: FurtherContact): boolean =>
  kind === 'email' ? /^[^@\s]+@[^@\s]+$/u.test(value.trim()) : /^\+\d{6,}$/u.test(digitsOf(value))
