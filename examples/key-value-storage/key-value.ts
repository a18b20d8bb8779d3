/** A value, and which writing of it this is. */
export type Versioned = { readonly value: string; readonly version: number }

/** What the adapter needs of a key-value store. Most of them have it under some name. */
export type KeyValueStore = {
  readonly get: (key: string) => Promise<Versioned | undefined>
  /** Writes the value if the present version is this one, `undefined` for none; answers whether it did. */
  readonly compareAndSet: (key: string, version: number | undefined, value: string) => Promise<boolean>
}

/** A key-value store in this process. */
export const openKeyValueStore = (): KeyValueStore => {
  const values = new Map<string, Versioned>()
  return {
    get: async (key) => values.get(key),
    compareAndSet: async (key, version, value) => {
      if (values.get(key)?.version !== version) return false
      values.set(key, { value, version: (version ?? 0) + 1 })
      return true
    },
  }
}
