import { createKeepsake } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import { errorOf, issuesOf, openSubject, storages, valueOf, type Subject } from '../builders/keepsake.ts'
import { send, serveKeepsake, signed } from '../http/served.ts'

const national = '(415) 555-2671'
const missing = 'user.phone_country_code_missing'

const open = async (phoneCountryCode?: string): Promise<Subject> => {
  const [storage] = storages
  return openSubject(storage!.open, { settings: { phoneCountryCode } })
}

describe('where nobody has chosen a country', () => {
  test('none is put before a number that lacks one: it is refused by name', async () => {
    const { keepsake } = await open()
    for (const phone of [national, '415-555-2671', '4155552671', '18812345678', '０２０ ７９４６ ０９５８'])
      expect(await issuesOf(keepsake.users.create({ list: [{ phone }] })), phone).toEqual([
        `list.0.phone ${missing}`,
      ])
    for (const phone of ['188xxxx8888', '+86 123', 'x'])
      expect(await issuesOf(keepsake.users.create({ list: [{ phone }] })), phone).toEqual([
        'list.0.phone user.phone_malformed',
      ])
  })

  test('a number that names its own is taken, and so is one whose row brings it', async () => {
    const { keepsake } = await open()
    const list = [
      { phone: '+1 415 555 2671' },
      { phone: '188 1234 5678', phoneCountryCode: '+86' },
      { phone: '+86 18812345679', phoneCountryCode: '+86' },
    ]
    const { created } = await valueOf(keepsake.users.create({ list }))
    expect(created.map(({ account }) => account.user.phone?.e164)).toEqual([
      '+14155552671',
      '+8618812345678',
      '+8618812345679',
    ])
    const [first] = created
    const userId = first!.account.user.id
    expect(await issuesOf(keepsake.users.update({ userId, changes: { phone: national } }))).toEqual([
      `changes.phone ${missing}`,
    ])
  })

  test('who asks for a user by such a number is told so; a sign-in by it leads to nobody', async () => {
    const { keepsake } = await open()
    await valueOf(
      keepsake.users.create({ list: [{ phone: '+14155552671', password: 'correct horse battery' }] }),
    )
    expect(await issuesOf(keepsake.users.find({ phone: national }))).toEqual([`phone ${missing}`])
    expect(await valueOf(keepsake.users.find({ login: national }))).toBeUndefined()
    const found = await valueOf(keepsake.users.find({ phone: national, phoneCountryCode: '+1' }))
    expect(found?.user.phone?.e164).toBe('+14155552671')
    const signIn = (login: string) => valueOf(keepsake.signIn({ login, password: 'correct horse battery' }))
    expect(await signIn(national)).toMatchObject({ verdict: 'wrong_credentials' })
    expect(await signIn('+1 415 555 2671')).toMatchObject({ verdict: 'signed_in' })
  })
})

test('a chosen country is put before a number that lacks one', async () => {
  const { keepsake } = await open('+1')
  const { created } = await valueOf(keepsake.users.create({ list: [{ phone: national }] }))
  expect(created[0]?.account.user.phone?.e164).toBe('+14155552671')
  expect((await errorOf(keepsake.users.create({ list: [{ phone: '188 1234 5678' }] }))).kind).toBe('rejected')
})

test.each(['+999', '+0', '86', '+12345', 'CN', ''])('no pool is opened with the country %s', async (code) => {
  const { ports } = await open()
  expect(() => createKeepsake(ports, { pool: 'p', phoneCountryCode: code })).toThrow(
    /^settings\.phoneCountryCode: .* \(settings\.\w+\)$/u,
  )
})

test('over HTTP the issue stands where the request has the number', async () => {
  const served = await serveKeepsake({ settings: { phoneCountryCode: undefined } })
  try {
    const created = await served.post('/api/v3/create-user', {
      phone: '188 1234 5678',
      phoneCountryCode: '+86',
    })
    expect(created.body).toMatchObject({
      statusCode: 200,
      data: { phone: '18812345678', phoneCountryCode: '+86' },
    })
    const refused = await served.post('/api/v3/create-user', { phone: national })
    expect(refused.body).toMatchObject({ statusCode: 400, errors: [{ code: missing, path: 'phone' }] })
    const query = { userId: national, userIdType: 'phone' }
    const headers = signed('GET', '/api/v3/get-user', query, Date.now())
    const got = await send(`${served.origin}/api/v3/get-user?${new URLSearchParams(query).toString()}`, {
      headers,
    })
    expect(got.body).toMatchObject({ statusCode: 400, errors: [{ code: missing, path: 'userId' }] })
    const batch = await served.get('/api/v3/get-user-batch', { userIds: national, userIdType: 'phone' })
    expect(batch.body).toMatchObject({ statusCode: 400, errors: [{ code: missing, path: 'userIds.0' }] })
    const exists = await served.post('/api/v3/is-user-exists', { phone: national })
    expect(exists.body).toMatchObject({ statusCode: 400, errors: [{ code: missing, path: 'phone' }] })
  } finally {
    await served.stop()
  }
})
