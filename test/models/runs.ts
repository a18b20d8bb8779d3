import { timeout as longest, times } from '../effort.ts'

const asked = process.env['KEEPSAKE_MODEL_RUNS']

/** How often a property is tried: so often in short, 2,500 times in the long form, or as often as `KEEPSAKE_MODEL_RUNS` says. */
export const runsOr = (short: number): number =>
  asked === undefined ? times({ short, long: 2500 }) : Number(asked)

/** Thousands of runs take their time. */
export const timeout = { timeout: longest }
