import { defineConfig } from 'vitest/config'

const conditions = ['@keepsake/source']

/** Tests that speak to a database server. They run as a project of their own: only they wait for servers to start. */
const withServers = 'test/**/*.servers.test.ts'

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [withServers, '**/node_modules/**'] },
      },
      {
        extends: true,
        test: { name: 'servers', include: [withServers], globalSetup: 'test/servers/global-setup.ts' },
      },
    ],
  },
})
