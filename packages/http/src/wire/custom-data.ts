import { issue, type Issue, type Path, type UserChanges } from '@keepsake/domain'
import { z } from 'zod'
import { atLeastOne, mostAtOnce } from './limits.ts'
import { list } from './shape.ts'

type SetCustomDataRequest = {
  readonly targetIdentifier: string
  readonly list: readonly { readonly key: string; readonly value?: unknown }[]
}

const target = { targetType: z.literal('USER'), targetIdentifier: z.string() }

/** `null` removes a value. If a program has no value to send, it leaves the field out, and does not mean removal. */
const customValue = z.unknown().refine((value) => value !== undefined, { params: { expected: 'JSON value' } })

/** The body of `set-custom-data`. */
export const setCustomDataRequest: z.ZodType<SetCustomDataRequest> = z.strictObject({
  ...target,
  list: atLeastOne(list(z.strictObject({ key: z.string(), value: customValue }), mostAtOnce)),
})

/** The places of keys that occur earlier in the same request: nobody can know which value is meant. */
export const repeatedKeys = ({ list: rows }: SetCustomDataRequest): readonly Issue[] =>
  rows.flatMap(({ key }, index) =>
    rows.findIndex((row) => row.key === key) === index
      ? []
      : [issue('request.key_repeated', ['list', index, 'key'])],
  )

/** The query of `get-custom-data`. */
export const getCustomDataRequest: z.ZodType<{ readonly targetIdentifier: string }> = z.object(target)

/** Moves an issue of the update to its place in the request. */
export const inCustomData = (
  { code, path: [step, , key] }: Issue,
  { list: rows }: SetCustomDataRequest,
): Path =>
  step === 'userId'
    ? ['targetIdentifier']
    : [
        'list',
        rows.findIndex((row) => row.key === key),
        code === 'user.custom_field_undeclared' ? 'key' : 'value',
      ]

/** Makes the change of a user's custom data. */
export const toCustomData = ({ list: rows }: SetCustomDataRequest): UserChanges => ({
  customData: Object.fromEntries(rows.map(({ key, value }) => [key, value])),
})
