import type { NewUser } from '@keepsake/domain'
import type { Duplicates } from './source-report.ts'

/** Compares rows with each other as they come. */
export type DuplicateFinder = {
  readonly add: (row: NewUser, number: number) => void
  readonly found: () => readonly Duplicates[]
  readonly compared: () => number
}

/** Of so many rows the identifiers are kept in memory. */
const mostCompared = 200_000
const mostExamples = 5

type Key = { readonly kind: Duplicates['kind']; readonly by: string; readonly value: string }

/** Finds rows that have an identifier in common, and rows that look like one person. */
export const openDuplicateFinder = (): DuplicateFinder => {
  const first = new Map<string, number>()
  const groups = new Map<
    string,
    { kind: Duplicates['kind']; by: string; count: number; examples: [number, number][] }
  >()
  let compared = 0
  const add = (row: NewUser, number: number): void => {
    if (compared === mostCompared) return
    compared += 1
    const seen = new Set<number>()
    for (const { kind, by, value } of keysOf(row)) {
      const place = `${by} ${value}`
      const other = first.get(place)
      if (other === undefined) first.set(place, number)
      // Two rows that are the same are not named as alike too.
      else if (kind === 'same' || !seen.has(other)) {
        seen.add(other)
        const group = groups.get(by) ?? { kind, by, count: 0, examples: [] }
        groups.set(by, group)
        group.count += 1
        if (group.examples.length < mostExamples) group.examples.push([other, number])
      }
    }
  }
  return { add, found: () => [...groups.values()], compared: () => compared }
}

/** The certain ones come first. */
const keysOf = (row: NewUser): readonly Key[] => {
  const same = (by: string, value: string | undefined): readonly Key[] =>
    value === undefined || value.trim() === ''
      ? []
      : [{ kind: 'same', by, value: value.trim().toLowerCase() }]
  return [
    ...same('email', row.email),
    ...same('phone', plainPhone(row)),
    ...same('username', row.username),
    ...same('externalId', row.externalId),
    ...(row.identities ?? []).flatMap(({ extIdpId, type, userIdInIdp }) =>
      same('identities', JSON.stringify([extIdpId, type, userIdInIdp])),
    ),
    ...alike('email without tag', plainEmail(row.email)),
    ...alike('name and birthdate', nameAndDay(row)),
  ]
}

const alike = (by: string, value: string | undefined): readonly Key[] =>
  value === undefined ? [] : [{ kind: 'alike', by, value }]

const plainPhone = ({ phone, phoneCountryCode }: NewUser): string | undefined =>
  phone && `${phone.startsWith('+') ? '' : (phoneCountryCode ?? '')}${phone.replaceAll(/[^+\d]/gu, '')}`

/** `ann+news@example.com` reaches ann@example.com nearly everywhere, and Gmail ignores dots. */
const plainEmail = (email: string | undefined): string | undefined => {
  const [, local = '', domain = ''] = /^([^@]+)@([^@]+)$/u.exec(email?.trim().toLowerCase() ?? '') ?? []
  const name = local.replace(/\+.*$/u, '')
  if (name === '') return undefined
  return /^(?:gmail|googlemail)\.com$/u.test(domain)
    ? `${name.replaceAll('.', '')}@gmail.com`
    : `${name}@${domain}`
}

const nameAndDay = ({ name, givenName, familyName, birthdate }: NewUser): string | undefined => {
  const whole = name ?? [givenName, familyName].filter((part) => part !== undefined).join(' ')
  return whole === '' || birthdate === undefined
    ? undefined
    : `${whole.trim().toLowerCase().replaceAll(/\s+/gu, ' ')} ${birthdate}`
}
