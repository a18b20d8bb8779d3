import fc from 'fast-check'

// A change is judged by the same random cases each time, so that it lands or fails for what it changes. Everywhere else the
// cases are new in each run; `KEEPSAKE_TEST_SEED` repeats one.
const seed = process.env['KEEPSAKE_TEST_SEED'] ?? (process.env['CI'] === 'true' ? '20261130' : undefined)

if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
