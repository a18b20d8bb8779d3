import {
  isDamaged,
  sortDamaged,
  type Claimed,
  type DamagedItem,
  type OutboxEntry,
  type Sorted,
} from '@keepsake/domain'

/** Records without those that cannot be read. What a case has written and does not find here was not read correctly. */
export const soundOf = <T extends object>(records: readonly T[]): Sorted<T>['sound'] =>
  sortDamaged(records).sound

/** The same for items that were listed. */
export const readableEntries = <Item extends object>(
  all: readonly OutboxEntry<Item | DamagedItem>[],
): readonly OutboxEntry<Item>[] =>
  all.filter((entry): entry is OutboxEntry<Item> => !isDamaged<Item | DamagedItem>(entry.item))

/** The same for items that were claimed. */
export const soundClaimed = <Item extends object>(
  all: readonly Claimed<Item | DamagedItem>[],
): readonly Claimed<Item>[] =>
  all.filter((claimed): claimed is Claimed<Item> => !isDamaged<Item | DamagedItem>(claimed.item))
