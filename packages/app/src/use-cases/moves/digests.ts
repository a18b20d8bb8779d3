import { keyText, type UniqueKey } from '@keepsake/domain'
import { traceField } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'
import { storedDigest } from '../secrets/stored-digest.ts'

// Every digest of a move is made here. All of them are kept, but for those of unique keys, which a plan has in memory.

type Keyed = Pick<Context, 'digestKey'>

/** The digest by which the ledger knows a key. Two sources may have the same key for two people. */
export const digestOfKey = (source: string, key: string, context: Keyed): string =>
  storedDigest('move key', JSON.stringify([source, key]), context)

/** The digest of a row, or of rules. */
export const digestOfRow = (text: string, context: Keyed): string => storedDigest('move row', text, context)

/** The digest of a unique key that a row claims. */
export const digestOfClaim = (key: UniqueKey, context: Keyed): string =>
  storedDigest('move key', keyText(key), context)

/** Makes the trace of a field's value. Nothing for no value. */
export const traceOf =
  ({ context }: { readonly context: Keyed }) =>
  (name: string, value: unknown): string | undefined =>
    value === undefined
      ? undefined
      : traceField(name, value, (text) => storedDigest('move field', text, context))
