import { configDefaults, defineConfig } from 'vitest/config'

const conditions = ['@keepsake/source']

// A test's tier is seen from its place or its name; CONTRIBUTING.md says which tier is run for which change.
const every = 'test/**/*.test.ts'
const outside = 'test/{adapters,conformance,examples,servers}/**/*.test.ts'
const slow = 'test/**/*.slow.test.ts'
const rounds = 'test/**/*.rounds.test.ts'
const servers = 'test/**/*.servers.test.ts'

const { exclude } = configDefaults

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000,
    // By itself vitest leaves one core to a developer; on two cores it would work on one file at a time.
    maxWorkers: '100%',
    // No test leaves anything behind in a module, and loading the sources anew takes longer than most files' tests.
    isolate: false,
    setupFiles: ['test/random-cases.ts'],
    projects: [
      { test: { name: 'quick', include: [every], exclude: [outside, slow, rounds, servers, ...exclude] } },
      { test: { name: 'slow', include: [outside, slow], exclude: [rounds, servers, ...exclude] } },
      { test: { name: 'rounds', include: [rounds], exclude: [servers, ...exclude] } },
      { test: { name: 'servers', include: [servers], exclude, globalSetup: 'test/servers/global-setup.ts' } },
    ],
  },
})
