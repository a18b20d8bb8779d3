import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  checkShape,
  createUsersRequest,
  importOtpRequest,
  toCreateUsers,
  toUserDto,
} from '@keepsake/http/wire'
import {
  contradictions,
  createUsersBatch,
  exampleUserDto,
  importOtp,
  password,
  userDtoTable,
} from '../../app/contract-examples.ts'
import { codeOf, examplesAt } from '../recorded-codes.ts'
import { serveKeepsake, type Served } from '../served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake({ at: examplesAt })
})
afterAll(() => served.stop())

describe('the contracts’ example requests through the library', () => {
  it('make a user who signs in with the code of the authenticator, or the recovery code once', async () => {
    const { keepsake } = served
    const command = toCreateUsers(checkShape(createUsersRequest, createUsersBatch)._unsafeUnwrap())
    const { created, refused, warnings } = (await keepsake.users.create(command))._unsafeUnwrap()
    expect([refused, warnings]).toStrictEqual([[], []])
    const dtos = created.map(({ account }) => toUserDto(account))
    expect(dtos).toStrictEqual([
      exampleUserDto('2022-07-03T02:20:30.000Z', (pattern) => expect.stringMatching(pattern)),
    ])
    expect(contradictions(dtos[0] ?? {}, userDtoTable)).toStrictEqual([])

    const enrolments = checkShape(importOtpRequest, importOtp(dtos[0]?.userId ?? ''))._unsafeUnwrap()
    expect((await keepsake.authenticators.import(enrolments))._unsafeUnwrap()).toMatchObject({
      enrolled: 1,
      refused: [],
    })
    expect((await keepsake.authenticators.import(enrolments))._unsafeUnwrap(), 'again').toMatchObject({
      unchanged: 1,
    })

    const verdictOf = async (more: object): Promise<string> =>
      (await keepsake.signIn({ login: 'test@example.com', password, ...more }))._unsafeUnwrap().verdict
    expect(await verdictOf({})).toBe('otp_required')
    expect(await verdictOf({ code: codeOf('HZ2F6J3AGNAVSOTV', 0) })).toBe('signed_in')
    expect(await verdictOf({ recoveryCode: 'B471 8EC0 874A 087F BCCB CD54' })).toBe('signed_in')
    expect(await verdictOf({ recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' })).toBe('wrong_credentials')
  })

  it('take F, which today’s callers send, for W', async () => {
    const command = toCreateUsers(
      checkShape(createUsersRequest, { list: [{ username: 'f', gender: 'F' }] })._unsafeUnwrap(),
    )
    const { created } = (await served.keepsake.users.create(command))._unsafeUnwrap()
    expect(created.map(({ account }) => toUserDto(account).gender)).toStrictEqual(['W'])
  })
})
