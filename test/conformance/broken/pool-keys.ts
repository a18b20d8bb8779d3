import { okAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

const once = 'pool keys: a key is sealed anew once, and nothing else of it is another'

export const brokenPoolKeys: readonly BrokenStorage[] = [
  withStore(
    'poolKeys',
    'tells who comes second that the key is theirs',
    'pool keys: a pool has none before one is added, and that one from then on',
    (poolKeys) => ({ addFirst: (key) => poolKeys.addFirst(key).map(() => key) }),
  ),

  withStore(
    'poolKeys',
    'looks for a key and then adds one',
    'pool keys: of many that are added at one moment one stays, and all are told which',
    (poolKeys) => ({
      addFirst: (key) =>
        poolKeys
          .find(key.purpose)
          .andThen(meanwhile)
          .andThen((found) => (found === undefined ? poolKeys.addFirst(key).map(() => key) : okAsync(found))),
    }),
  ),

  withStore('poolKeys', 'seals a key anew whatever it is by now', once, (poolKeys) => ({
    reseal: (id, from, to) => poolKeys.reseal(id, from, to).andThen(() => poolKeys.reseal(id, to, to)),
  })),

  withStore('poolKeys', 'says that it has sealed a key anew', once, () => ({
    reseal: () => okAsync('resealed'),
  })),
]
