import { describe, test } from 'vitest'
import { temporaryFile } from '../../../adapters/storage/temporary-file.ts'
import { betweenCalls } from '../../../builders/moments.ts'
import { everyAsk } from '../tenant/verbs.ts'
import { leavesNothing } from './delete-meanwhile.ts'

describe('a deletion at any moment of a call, or after it, leaves nothing of the user but events', () => {
  test.each(everyAsk)('%s', (name, ask) => leavesNothing(temporaryFile(), name, ask, betweenCalls))
})
