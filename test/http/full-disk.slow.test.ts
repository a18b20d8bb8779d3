import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { canMount, mountSmallDisk, type SmallDisk } from '../adapters/storage/small-disk.ts'
import { send, serveKeepsake, signed, type Answered, type Served } from './served.ts'

const room = mkdtempSync(join(tmpdir(), 'keepsake-mount-'))
const hasDisks = canMount(room)
rmSync(room, { recursive: true })

const serveOn = async (file: string): Promise<Served> => {
  const storage = await openSqliteStorage({ file })
  const served = await serveKeepsake({ ports: { storage } })
  onTestFinished(() => served.stop())
  return served
}

/** A server whose database is on a disk that is full. */
const onFullDisk = async (): Promise<{ served: Served; disk: SmallDisk; file: string; before: Sent }> => {
  const disk = mountSmallDisk()
  const file = join(disk.folder, 'users.db')
  const served = await serveOn(file)
  for (const username of ['ann', 'bob']) await served.post('/api/v3/create-user', { username })
  const before = readOf(served.origin)
  expect((await before()).body.statusCode).toBe(200)
  disk.fill()
  return { served, disk, file, before }
}

type Sent = (origin?: string) => Promise<Answered>

/** One signed read, which can be sent again as it is. */
const readOf = (origin: string): Sent => {
  const query = { userId: 'ann', userIdType: 'username' }
  const headers = signed('GET', '/api/v3/get-user', query, Date.now())
  const path = `/api/v3/get-user?${new URLSearchParams(query).toString()}`
  return (other = origin) => send(`${other}${path}`, { headers })
}

describe.skipIf(!hasDisks)('on a disk that is full', () => {
  it('signed reads are answered, and the log says who remembers their nonces', async () => {
    const { served } = await onFullDisk()
    expect((await readOf(served.origin)()).body).toMatchObject({
      statusCode: 200,
      data: { username: 'ann' },
    })
    for (const [path, body] of [
      ['/api/v3/list-users', {}],
      ['/api/v3/is-user-exists', { username: 'bob' }],
    ] as const)
      expect((await served.post(path, body)).body.statusCode).toBe(200)
    const { userId } = (await readOf(served.origin)()).body.data as { readonly userId: string }
    for (const [path, query] of [
      ['get-user-identities', { userId }],
      ['get-user-departments', { userId }],
      ['get-custom-data', { targetType: 'USER', targetIdentifier: userId }],
    ] as const)
      expect((await served.get(`/api/v3/${path}`, query)).body.statusCode, path).toBe(200)
    expect((await served.get('/api/v3/get-user-batch', { userIds: userId })).body.statusCode).toBe(200)
    const lines = served.events.slice(3)
    expect(lines).toHaveLength(8)
    for (const line of lines) {
      expect(line).toMatchObject({ nonceInProcess: true })
      expect(String(line.fault)).toContain('the disk is full')
    }
  })

  it('a read that comes again is refused, whether it came before or since', async () => {
    const { served, before, disk } = await onFullDisk()
    expect((await before()).body).toMatchObject({ statusCode: 401 })
    const since = readOf(served.origin)
    expect((await since()).body.statusCode).toBe(200)
    expect((await since()).body.statusCode).toBe(401)
    const atOnce = readOf(served.origin)
    const answers = await Promise.all(Array.from({ length: 20 }, () => atOnce()))
    expect(answers.filter(({ body }) => body.statusCode === 200)).toHaveLength(1)
    disk.free()
    expect((await since()).body.statusCode).toBe(401)
    expect((await readOf(served.origin)()).body.statusCode).toBe(200)
    expect(served.events.at(-1)).not.toHaveProperty('nonceInProcess')
  })

  it('what another process has let in before is refused here', async () => {
    const { served, file, before } = await onFullDisk()
    const other = await serveOn(file)
    expect((await before(other.origin)).body.statusCode).toBe(401)
    expect((await readOf(other.origin)()).body.statusCode).toBe(200)
    expect((await readOf(served.origin)()).body.statusCode).toBe(200)
  })

  it('what changes something is 503, and is let in again once there is room', async () => {
    const { served, disk } = await onFullDisk()
    const create = (username: string) => served.post('/api/v3/create-user', { username })
    expect((await create('eve')).body).toMatchObject({ statusCode: 503 })
    expect(served.events.at(-1)).not.toHaveProperty('nonceInProcess')
    expect((await served.post('/api/v3/delete-users-batch', { userIds: ['x'] })).body.statusCode).toBe(503)
    disk.free()
    expect((await create('eve')).body).toMatchObject({ statusCode: 200 })
    expect((await served.post('/api/v3/list-users', {})).body.data).toMatchObject({ totalCount: 3 })
  })
})
