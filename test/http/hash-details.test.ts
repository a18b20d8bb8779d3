import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detailsVectors } from '../adapters/password/details-vectors.ts'
import { serveKeepsake, type Served } from './served.ts'

const batch = '/api/v3/create-users-batch'
const ofSha512 = detailsVectors('forms').find(({ prehash }) => prehash === 'sha512-hex')!

let served: Served
beforeAll(async () => {
  served = await serveKeepsake()
})
afterAll(() => served.stop())

const signIn = async (username: string, password: string): Promise<string> =>
  await served.keepsake.signIn({ login: username, password }).match(
    ({ verdict }) => verdict,
    () => 'unavailable',
  )

describe('over HTTP, what is said of a kept hash', () => {
  it('holds for the batch or the row', async () => {
    const { encoded, password } = ofSha512
    const { body } = await served.post(batch, {
      list: [
        { username: 'by-batch', password: encoded },
        { username: 'by-row', password: `${encoded}\n`, passwordPrehash: 'sha512-hex' },
        { username: 'none', password: '!!' },
      ],
      options: { keepPassword: true, passwordPrehash: 'sha512-hex' },
    })
    expect(body.statusCode).toBe(200)
    expect(body.warnings?.map(({ code, path }) => `${path} ${code}`)).toEqual([
      'list.2.password password.kept_marks_no_password',
    ])
    for (const username of ['by-batch', 'by-row']) expect(await signIn(username, password)).toBe('signed_in')
    expect(await signIn('none', '!!')).toBe('wrong_credentials')
  })

  it('may be an expression, a salt of its own and parameters', async () => {
    const [nested] = detailsVectors('nested')
    const salted = detailsVectors('salts').find(({ parameters }) => parameters?.['saltEncoding'] === 'hex')!
    const { body } = await served.post(batch, {
      list: [
        { username: 'nested', password: nested!.encoded, passwordFormat: nested!.format },
        {
          username: 'salted',
          password: salted.encoded,
          passwordFormat: salted.format,
          passwordSalt: salted.salt,
          passwordParameters: salted.parameters,
        },
      ],
      options: { keepPassword: true },
    })
    expect(body.statusCode).toBe(200)
    expect(await signIn('nested', nested!.password)).toBe('signed_in')
    expect(await signIn('salted', salted.password)).toBe('signed_in')
  })

  it('is refused with the field and the row', async () => {
    const { body } = await served.post(batch, {
      list: [{ username: 'eve', password: ofSha512.encoded, passwordPrehash: 'rot13' }],
      options: { keepPassword: true },
    })
    expect(body.errors?.map(({ code, path }) => `${path} ${code}`)).toEqual([
      'list.0.passwordPrehash password.prehash_unknown',
    ])
    const { body: shaped } = await served.post(batch, {
      list: [{ username: 'eve', password: 'x', passwordParameters: { rounds: { $gt: 0 } } }],
      options: { keepPassword: true, passwordParameters: ['x'] },
    })
    expect(shaped.errors?.map(({ path }) => path).toSorted()).toEqual([
      'list.0.passwordParameters.rounds',
      'options.passwordParameters',
    ])
  })
})
