import { userId } from '@keepsake/domain'
import { deleteUser } from '@keepsake/domain/rules'
import { expect, it } from 'vitest'

it('a deleted user leaves nothing but the event that tells of it', () => {
  expect(deleteUser(userId('u1'))).toStrictEqual({
    next: undefined,
    event: { type: 'user.deleted', userId: 'u1' },
  })
})
