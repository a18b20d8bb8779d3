/** Whether the long forms of tests are asked for, as `pnpm test:long` does. */
const isLong = process.env['KEEPSAKE_TEST_LONG'] !== undefined

/** How often something is tried: so often in the short form of a test, so often in its long form. */
export const times = ({ short, long }: { readonly short: number; readonly long: number }): number =>
  isLong ? long : short

/** How long a test of many rounds may take, in ms. */
export const timeout = times({ short: 300_000, long: 7_200_000 })
