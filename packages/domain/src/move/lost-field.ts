/** Why fields cannot come along that somebody can map or declare. */
const canBeMapped: readonly string[] = [
  'unknown_field',
  'undeclared_field',
  'no_place',
  'second_address',
  'name_taken',
]

/**
 * Whether a move waits until somebody has decided about the fields that are lost for this reason. What nobody can map or
 * move is only told.
 */
export const mustBeDropped = (reason: string): boolean => canBeMapped.includes(reason)
