import { defineConfig } from 'vitest/config'

const conditions = ['@keepsake/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
