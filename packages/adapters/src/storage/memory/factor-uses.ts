import { usedKeptMs, type Instant, type UserId } from '@keepsake/domain'
import type { FactorUses, Tables } from './tables.ts'

const nothing: FactorUses = { secrets: new Map(), codes: new Map() }

/** What was used of a user's secrets and recovery codes. */
export const usesOf = ({ factorUses }: Tables, user: UserId): FactorUses => factorUses.get(user) ?? nothing

/** Remembers that everything of a secret up to this time is used up, and forgets what was remembered of it before. */
export const rememberSecret = (tables: Tables, user: UserId, fingerprint: string, until: Instant): void => {
  const uses = usesOf(tables, user)
  const others = [...uses.secrets].filter(([, moment]) => moment >= until - usedKeptMs)
  tables.factorUses.put(user, { ...uses, secrets: new Map([...others, [fingerprint, until]]) })
}

/** The same, unless the secret is used up to a later time already. Nothing is forgotten. */
export const rememberLater = (tables: Tables, user: UserId, fingerprint: string, until: Instant): void => {
  const uses = usesOf(tables, user)
  if ((uses.secrets.get(fingerprint) ?? -1) < until)
    tables.factorUses.put(user, { ...uses, secrets: new Map([...uses.secrets, [fingerprint, until]]) })
}

/** Remembers when recovery codes were used, by their fingerprints. If a code was used before, the first time stays. */
export const rememberCodes = (
  tables: Tables,
  user: UserId,
  used: readonly (readonly [fingerprint: string, at: Instant])[],
): void => {
  const uses = usesOf(tables, user)
  if (used.some(([fingerprint]) => !uses.codes.has(fingerprint)))
    tables.factorUses.put(user, { ...uses, codes: new Map([...used, ...uses.codes]) })
}
