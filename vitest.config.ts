import { configDefaults, defineConfig } from 'vitest/config'
import { needServers, projectsFor } from './test/projects.ts'

const conditions = ['@keepsake/source']

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
    projects: Object.entries(projectsFor(process.argv)).map(([name, { include, exclude }]) => ({
      test: {
        name,
        include: [...include],
        exclude: [...exclude, ...configDefaults.exclude],
        ...(needServers.includes(name) ? { globalSetup: 'test/servers/global-setup.ts' } : {}),
      },
    })),
  },
})
