import { beforeAll, describe, expect, it } from 'vitest'
import { createHttpApp } from '@keepsake/http'
import { conceal, userPoolId } from '@keepsake/domain'
import { routes } from '../../../packages/http/src/routes/index.ts'
import { openSubject, pool, storages } from '../../builders/keepsake.ts'
import { recorded } from '../../http/auth/requests.ts'
import { costOf, costOfOnePass } from './cost.ts'

/** Bodies that are dear to read, as long as they may be: each is one unit, again and again, in a frame. */
const dearBodies: Readonly<Record<string, readonly [before: string, unit: string, behind: string]>> = {
  'short keys': ['{', '"%":1,', '"a":1}'],
  'one key': ['{', '"a":1,', '"a":1}'],
  'escaped keys': ['{', '"\\u0061%":1,', '"a":1}'],
  objects: ['{"list":[', '{},', '{}]}'],
  'objects with a key': ['{"list":[', '{"a":1},', '{}]}'],
  lists: ['{"list":[', '[],', '[]]}'],
  'lists in lists': ['{"list":', '[', '}'],
  'long digits': ['{"list":[', '12345678901234567,', '1]}'],
  'escaped quotes': ['{"list":"', '\\"', '"}'],
  'escaped letters': ['{"list":"', '\\u4e2d', '"}'],
  'wide letters': ['{"list":"', '中', '"}'],
  'members of other texts': ['{"nickname":"', '&phone=1', '"}'],
  'no JSON': ['{', '"', ''],
}

const bodyOf = ([before, unit, behind]: readonly [string, string, string], bytes: number): Buffer => {
  const room = bytes - before.length - behind.length
  let text = ''
  for (let count = 0; text.length < room; count += 1) text += unit.replace('%', count.toString(36))
  const whole = text.slice(0, room - (room % unit.length))
  return Buffer.from(`${before}${whole}${behind}`).subarray(0, bytes)
}

let onePass: number
beforeAll(async () => {
  onePass = await costOfOnePass()
})

const key = { accessKeyId: recorded.accessKeyId, accessKeySecret: conceal(recorded.accessKeySecret) }
const openPaths = routes.flatMap(({ method, access, path }) =>
  method === 'POST' && access !== 'management' ? [path] : [],
)

describe('a body of somebody who has proved nothing', () => {
  it('costs less than a look at ten megabytes, whatever stands in it', async () => {
    const { keepsake, ports } = await openSubject(storages[0]!.open)
    const app = createHttpApp(keepsake, ports, { pool: userPoolId(pool), ...key })
    const ask = (path: string, body: string | Uint8Array): Promise<Response> =>
      Promise.resolve(app.request(path, { method: 'POST', body, headers: { authorization: 'Bearer a.b.c' } }))
    const dear: [string, number][] = []
    for (const path of openPaths) {
      const usual = await costOf(() => ask(path, '{}'))
      for (const [name, parts] of Object.entries(dearBodies)) {
        const body = bodyOf(parts, 16 * 1024)
        const measure = async (): Promise<number> => ((await costOf(() => ask(path, body))) - usual) / onePass
        let passes = await measure()
        // What is dear is dear each time; a collection of garbage is not.
        for (let again = 0; again < 3 && passes > 1; again += 1) passes = Math.min(passes, await measure())
        if (passes > 1) dear.push([`${path}: ${name}`, passes])
      }
    }
    expect(Object.fromEntries(dear)).toStrictEqual({})
  })
})
