import {
  fstatSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { spool } from '@keepsake/adapters/records/spool'
import { describe, expect, it, onTestFinished } from 'vitest'

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-test-spool-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function* piecesOf(...pieces: readonly (string | Uint8Array)[]) {
  yield* pieces
}

const readAll = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const canary = 'canary-in-the-mine '.repeat(20_000)

describe('what is kept of standard input', () => {
  it('is read again from every place, in whatever pieces it came', async () => {
    const whole = Buffer.from(`${canary}密码`)
    for (const size of [1000, 65_536, 65_537, whole.length]) {
      const pieces = []
      for (let at = 0; at < whole.length; at += size) pieces.push(whole.subarray(at, at + size))
      const kept = await spool(piecesOf(...pieces), newFolder())
      for (const from of [0, 1, 65_535, 65_536, 65_537, whole.length - 1, whole.length, whole.length + 9])
        expect((await readAll(kept.read(from))).equals(whole.subarray(from))).toBe(true)
      await kept.close()
    }
    const nothing = await spool(piecesOf(), newFolder())
    expect(await readAll(nothing.read())).toHaveLength(0)
    await nothing.close()
  })

  it('leaves nothing behind, also where the stream breaks off', async () => {
    const folder = newFolder()
    const kept = await spool(piecesOf(canary.slice(0, 7), Buffer.from(canary.slice(7))), folder)
    await kept.close()
    const broken = async function* () {
      yield canary
      throw Object.assign(new Error(canary), { code: 'EPIPE' })
    }
    await expect(spool(broken(), folder)).rejects.toThrow('file.unreadable')
    expect(readdirSync(folder)).toEqual([])
  })

  it.runIf(platform() === 'linux')('is in a file of mode 0600 without a name, sealed', async () => {
    const folder = newFolder()
    const kept = await spool(piecesOf(canary), folder)
    // A file without a name is still found by what this process has open.
    const fds = readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
      } catch {
        return false
      }
    })
    expect(fds).toHaveLength(1)
    expect(readdirSync(folder)).toEqual([])
    const copy = openSync(`/proc/self/fd/${fds[0]}`, 'r')
    const stats = fstatSync(copy)
    closeSync(copy)
    expect(stats.mode & 0o777).toBe(0o600)
    const bytes = readFileSync(`/proc/self/fd/${fds[0]}`)
    expect(bytes.length).toBeGreaterThan(canary.length)
    expect(bytes.includes('canary')).toBe(false)
    // Two equal pieces are not the same when they are sealed.
    expect(bytes.subarray(0, 1000).equals(bytes.subarray(65_552, 66_552))).toBe(false)
    await kept.close()
  })
})
