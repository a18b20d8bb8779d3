import { okAsync } from 'neverthrow'
import type { SingleUseStore } from '@keepsake/domain'

/** A store that never forgets, and lists what it was told. */
export const memorySingleUse = (): SingleUseStore & { readonly spent: Map<string, number> } => {
  const spent = new Map<string, number>()
  return {
    spent,
    spend: (kind, key, _now, until) => {
      const name = `${kind} ${key}`
      if (spent.has(name)) return okAsync('spent-before')
      spent.set(name, until)
      return okAsync('first')
    },
    isSpent: (kind, key) => okAsync(spent.has(`${kind} ${key}`)),
  }
}
