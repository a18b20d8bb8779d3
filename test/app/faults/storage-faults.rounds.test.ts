import { describe, test } from 'vitest'
import { storages } from '../../builders/keepsake.ts'
import { faultEveryCall, faults } from './storage-faults.ts'
import { uses } from './uses.ts'

describe.each(storages)('on $name', ({ open }) => {
  describe.each(faults)('where any one call %s', (_, fault) => {
    test.each(uses)('%s is done or not, and grants nothing by it', (...use) =>
      faultEveryCall(open, use, fault),
    )
  })
})
