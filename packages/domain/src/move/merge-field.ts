/**
 * Whose value a field of a known user has after a move. `merge`: the source's, unless the field was changed here since the
 * last move. `source`: always the source's. `here`: always ours; the source decides only when the user is created. `fill`: the
 * source's where we have none. `never`: ours, and a new user gets nothing either.
 */
export const fieldRules = ['merge', 'source', 'here', 'fill', 'never'] as const

export type FieldRule = (typeof fieldRules)[number]

/** A field in its three versions, as texts that are equal if the values are. */
export type FieldVersions = {
  /** What the last move has brought. Absent if it brought nothing. */
  readonly last: string | undefined
  /** What stands here. Absent if nothing does. */
  readonly present: string | undefined
  /** What is brought now. `undefined`: the source says nothing. `null`: it says that there is nothing. */
  readonly brought: string | null | undefined
}

/** `leave`: nothing is to be done. `take`: the source's value replaces ours. `keep`: it differs, and ours stays. */
export type MergeVerdict = 'leave' | 'take' | 'keep'

/** Decides about one field. What the source does not say changes nothing, and what is equal is left alone. */
export const mergeField = (rule: FieldRule, { last, present, brought }: FieldVersions): MergeVerdict => {
  if (brought === undefined || (brought ?? undefined) === present) return 'leave'
  const isNews = (brought ?? undefined) !== last
  switch (rule) {
    case 'merge':
      if (!isNews) return 'leave'
      return present === last ? 'take' : 'keep'
    case 'source':
      return 'take'
    case 'fill':
      return present === undefined ? 'take' : 'keep'
    case 'here':
    case 'never':
      return isNews ? 'keep' : 'leave'
  }
}
