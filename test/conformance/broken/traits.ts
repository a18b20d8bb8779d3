import { ok, okAsync } from 'neverthrow'
import { meanwhile, withStore, withStores, type BrokenStorage } from './broken-storage.ts'

export const brokenTraits: readonly BrokenStorage[] = [
  withStore('traits', 'gives a pool what was claimed last', 'traits: what is claimed first stays', () => ({
    claim: (_, value) => okAsync(value),
  })),

  withStores(
    'looks whether a trait is claimed, and then claims it',
    'traits: of claims at one moment, all answer one',
    ({ traits }) => {
      const claimed = new Map<string, string>()
      return {
        traits: {
          ...traits,
          claim: (trait, value) =>
            okAsync(claimed.get(trait))
              .andThen(meanwhile)
              .andThen((present) => {
                if (present === undefined) claimed.set(trait, value)
                return ok(present ?? value)
              }),
        },
      }
    },
  ),

  withStore(
    'traits',
    'replaces whatever there is',
    'traits: a value replaces only the one that is named',
    ({ claim, replace }) => ({
      replace: (trait, from, to) => claim(trait, from).andThen((present) => replace(trait, present, to)),
    }),
  ),

  withStore(
    'traits',
    'looks which value there is, and then replaces it',
    'traits: of replacements at one moment, one is made',
    ({ claim, replace }) => ({
      replace: (trait, from, to) =>
        claim(trait, from)
          .andThen(meanwhile)
          .andThen((present) =>
            present === from
              ? claim(trait, from).andThen((now) => replace(trait, now, to))
              : okAsync('overtaken' as const),
          ),
    }),
  ),
]
