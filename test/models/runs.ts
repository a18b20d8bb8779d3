const asked = process.env['KEEPSAKE_MODEL_RUNS']

/** How often a property is tried: so often, or as often as the script `test:models` says. */
export const runsOr = (usual: number): number => (asked === undefined ? usual : Number(asked))

/** Thousands of runs take their time. */
export const timeout = { timeout: asked === undefined ? 120_000 : 3_600_000 }
