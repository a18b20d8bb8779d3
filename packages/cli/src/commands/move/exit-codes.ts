/**
 * The exit codes of `keepsake move`. Of a plan: 0 nothing to do, 3 something to do, 1 rows are refused, 2 it failed. Of the
 * others: 0 done, 1 rows are refused or users stay, 2 it failed or was not done. 64: the command was written wrongly.
 */
export const moveCodes = { done: 0, refused: 1, failed: 2, toDo: 3, usage: 64 } as const
