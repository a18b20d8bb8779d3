import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contradictions,
  createUsersBatch,
  exampleUserDto,
  identityDtoTable,
  importOtp,
  password,
  userDtoTable,
} from '../app/contract-examples.ts'
import { codeOf, examplesAt } from './recorded-codes.ts'
import { serveKeepsake, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake({
    at: examplesAt,
    settings: { apps: { appid1: { loginUrl: 'https://app.example.com' } } },
  })
})
afterAll(() => served.stop())

type Dto = { readonly userId: string; readonly identities: readonly object[] }

describe('the contracts’ example requests over HTTP', () => {
  it('answer in the contract’s names and types, and the user signs in with the code of the authenticator', async () => {
    const created = await served.post('/api/v3/create-users-batch', createUsersBatch)
    const at = '2022-07-03T02:20:30.000Z'
    expect(created.body).toStrictEqual({
      statusCode: 200,
      message: '操作成功',
      data: [exampleUserDto(at, (pattern) => expect.stringMatching(pattern))],
    })
    const [user] = created.body.data as readonly [Dto]
    expect(contradictions(user, userDtoTable)).toStrictEqual([])
    expect(contradictions(user.identities[0] ?? {}, identityDtoTable)).toStrictEqual([])

    const imported = await served.post('/api/v3/import-otp', importOtp(user.userId))
    expect(imported.body).toStrictEqual({
      statusCode: 200,
      message: '操作成功',
      warnings: [
        {
          code: 'otp.secret_weak',
          path: 'list.0.otp.secret',
          message: '参数 list.0.otp.secret 只有 80 位，建议至少 112 位',
        },
      ],
    })

    const attempt = { login: 'bob', password, ip: '127.0.0.1' }
    expect((await served.keepsake.signIn(attempt))._unsafeUnwrap().verdict).toBe('otp_required')
    const signedIn = await served.keepsake.signIn({ ...attempt, code: codeOf('HZ2F6J3AGNAVSOTV', 0) })
    expect(signedIn._unsafeUnwrap().verdict).toBe('signed_in')

    const query = {
      userId: user.userId,
      withCustomData: 'true',
      withIdentities: 'true',
      withDepartmentIds: 'true',
    }
    const found = await served.get('/api/v3/get-user', query)
    const after = { ...user, loginsCount: 1, lastLogin: at, lastIp: '127.0.0.1' }
    expect(found.body).toStrictEqual({ statusCode: 200, message: '操作成功', data: after })
    expect(contradictions(after, userDtoTable)).toStrictEqual([])
    expect(
      userDtoTable.map(([name]) => name).filter((name) => !Object.hasOwn(after, name)),
      'every field of the contract’s table has a value by now',
    ).toStrictEqual([])
  })

  it('take every value of the contract’s tables', async () => {
    const statuses = ['Suspended', 'Resigned', 'Activated', 'Archived']
    const genders = ['M', 'W', 'U']
    const list = statuses.flatMap((status) =>
      genders.map((gender) => ({ username: `${status}-${gender}`, status, gender })),
    )
    const { body } = await served.post('/api/v3/create-users-batch', { list })
    expect(body.statusCode).toBe(200)
    expect(
      (body.data as readonly Record<string, unknown>[]).map(({ username, status, gender }) => ({
        username,
        status,
        gender,
      })),
      // `served` signs as the Node SDK of today, which spells it so.
    ).toStrictEqual(list.map((row) => (row.gender === 'W' ? { ...row, gender: 'F' } : row)))
  })
})
