/** Stands for a record that exists and cannot be read. */
export type Damaged = { readonly damaged: true }

/** Whether a record is one that cannot be read. */
export const isDamaged = <T extends object>(record: T): record is Extract<T, Damaged> => 'damaged' in record

/** Records sorted by whether they can be read, both lists in their order. */
export type Sorted<T> = {
  readonly sound: readonly Exclude<T, Damaged>[]
  readonly damaged: readonly Extract<T, Damaged>[]
}

export const sortDamaged = <T extends object>(records: readonly T[]): Sorted<T> => ({
  sound: records.filter((each): each is Exclude<T, Damaged> => !isDamaged(each)),
  damaged: records.filter((each) => isDamaged(each)),
})

/** Which record cannot be read, and whose it is. It holds nothing of the record's content. */
export type DamagedRecord = {
  readonly record: 'user' | 'credential' | 'authenticators'
  readonly userId: string
  /** For a user: the tenants it belongs to, as far as that is known without the record. */
  readonly tenantIds?: readonly string[]
}
