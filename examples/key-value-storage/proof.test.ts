import { test } from 'node:test'
import { storageConformance } from '@keepsake/conformance/storage'
import { openKeyValueStore } from './key-value.ts'
import { keyValueStorage } from './key-value-storage.ts'

for (const { name, run } of storageConformance)
  void test(name, () => run(async () => keyValueStorage(openKeyValueStore())))
