import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workplace } from '../cli/keepsake.ts'
import { serveKeepsake, type Served } from '../http/served.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const uri = `otpauth://totp/C#:bob?secret=${secret}`

/** Rows as other systems and people write them, and what is said of each: an issue, a warning, or nothing. */
const rows: readonly (readonly [row: object, refused: string | undefined, warned?: string])[] = [
  [{ birthdate: '1989-12-31T16:00:00.000Z' }, undefined],
  [{ birthdate: '1990-01-01T00:00:00+08:00' }, undefined],
  [{ birthdate: '1989-12-31T18:00:00Z' }, undefined, 'birthdate user.birthdate_time_dropped'],
  [{ birthdate: '2024-02-30' }, 'birthdate user.birthdate_malformed'],
  [{ birthdate: '1990-W01-1' }, 'birthdate user.birthdate_malformed'],
  [{ birthdate: '631152000' }, 'birthdate user.birthdate_malformed'],
  [{ birthdate: '1066-10-14' }, 'birthdate user.birthdate_implausible'],
  [{ phone: 'tel:+86-188-1234-5678' }, undefined],
  [{ phone: '+86 188 1234 5679 ext. 5' }, 'phone user.phone_malformed'],
  [{ email: '"taro..k"@docomo.ne.jp' }, undefined],
  [{ email: 'taro.@docomo.ne.jp' }, 'email user.email_dots_irregular'],
  [{ email: 'Bob <bob@example.org>' }, 'email user.email_malformed'],
  [{ email: 'bo\u034fb@example.org' }, 'email user.email_malformed'],
  [{ email: 'bob@xn--zz.example' }, 'email user.email_malformed'],
  [{ username: '\u0430dmin' }, 'username user.username_mixes_scripts'],
  [{ username: 'ad\u200bmin' }, 'username text.control_character'],
  [{ otp: { secret: uri } }, undefined, 'otp.secret otp.secret_shared'],
  [{ otp: { secret: `${uri}&amp;algorithm=MD5` } }, 'otp.secret.algorithm otp.algorithm_unsupported'],
  [{ otp: { secret: `${uri}&issuer=A&issuer=B#end` } }, undefined, 'otp.secret otp.secret_shared'],
  [{ otp: { secret: `steam://${secret}` } }, 'otp.secret otp.kind_unsupported'],
]
const batch = {
  list: rows.map(([row], index) => ({ username: `user-${index}`, ...row })),
  options: { dateZone: 'Asia/Shanghai' },
}
const refused = rows.flatMap(([, issue], index) => (issue === undefined ? [] : [`list.${index}.${issue}`]))
const warned = rows.flatMap(([, , warning], index) =>
  warning === undefined ? [] : [`list.${index}.${warning}`],
)
const spelt = ({ path, code }: { readonly path: string; readonly code: string }): string => `${path} ${code}`

describe('values as people and other systems write them', () => {
  let served: Served
  beforeAll(async () => {
    served = await serveKeepsake()
  })
  afterAll(() => served.stop())

  it('are refused over HTTP by row, field and code, or are taken', async () => {
    const all = await served.post('/api/v3/create-users-batch', batch)
    expect(all.body.statusCode).toBe(400)
    expect(all.body.errors?.map(spelt).toSorted()).toStrictEqual(refused.toSorted())
    expect(served.countUsers()).toBe(0)
  })

  it('of another type are refused before anything else, a number that lost its zero among them', async () => {
    const list = [
      { username: 'bob', birthdate: 631_152_000_000 },
      { username: 'eve', otp: { secret, code: 12_345 } },
    ]
    const { body } = await served.post('/api/v3/create-users-batch', { list })
    expect(body.errors?.map(spelt).toSorted()).toStrictEqual([
      'list.0.birthdate request.field_of_wrong_type',
      'list.1.otp.code request.field_of_wrong_type',
    ])
  })

  it('are warned of over HTTP where something of them is dropped', async () => {
    const list = batch.list.filter((_, index) => rows[index]?.[1] === undefined)
    const { body } = await served.post('/api/v3/create-users-batch', { ...batch, list })
    expect(body.statusCode).toBe(200)
    expect(body.warnings?.map(({ code }) => code).toSorted()).toStrictEqual(
      warned.map((each) => each.replace(/^.* /u, '')).toSorted(),
    )
    const found = await served.get('/api/v3/get-user', { userId: 'user-0', userIdType: 'username' })
    expect(found.body.data).toMatchObject({ birthdate: '1990-01-01' })
    const called = await served.get('/api/v3/get-user', { userId: '+8618812345678', userIdType: 'phone' })
    expect(called.body.data).toMatchObject({ username: 'user-7' })
  })

  it('are named by the command as well, and the others are created', async () => {
    const place = workplace()
    const { out, error } = await place.run([
      'import',
      'users',
      place.write('users.json', batch),
      '--mode',
      'each',
    ])
    expect(out).toMatch(new RegExp(String.raw`^created +${rows.length - refused.length}\n`, 'u'))
    const said = error.match(/list\.\d+\.[^ ]+ .*\(([a-z_.]+)\)/gu) ?? []
    expect(said.map((line) => line.replace(/ .*\((.*)\)$/u, ' $1')).toSorted()).toStrictEqual(
      [...refused, ...warned].toSorted(),
    )
    const shown = await place.run(['show', 'user-0'])
    expect(JSON.parse(shown.out)).toMatchObject({ birthdate: '1990-01-01' })
  })

  it.each(['CST', 'Asia/Nowhere', 'UTC+8'])('have no time zone %s', async (dateZone) => {
    const { body } = await served.post('/api/v3/create-users-batch', { ...batch, options: { dateZone } })
    expect(body.errors?.map(spelt)).toContain('options.dateZone user.date_zone_unknown')
  })
})
