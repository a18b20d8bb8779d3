import { storageConformance } from '@keepsake/conformance/storage'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { describe, test } from 'vitest'

describe('a storage in memory', () => {
  test.each(storageConformance)('$name', ({ run }) => run(async () => openMemoryStorage()))
})
