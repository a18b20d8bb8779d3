import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The user that runs a server; our own where it is absent. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

/** PostgreSQL refuses to be run by the superuser, who lends it to the user without any rights. */
export const ordinaryUser = (): ServerUser =>
  process.geteuid?.() === 0 ? { uid: idOfNobody('-u'), gid: idOfNobody('-g') } : undefined

const idOfNobody = (which: '-u' | '-g'): number =>
  Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))

/** A new directory of this user's. The superuser's own place for such may be closed to all others. */
export const makeRoom = (prefix: string, user: ServerUser): string => {
  if (user === undefined) return mkdtempSync(join(tmpdir(), prefix))
  const place = [tmpdir(), '/tmp', '/var/tmp'].find((each) => canEnter(each, user))
  if (place === undefined) throw new Error('No temporary directory is open to the user nobody')
  const room = mkdtempSync(join(place, prefix))
  chownSync(room, user.uid, user.gid)
  return room
}

const canEnter = (directory: string, user: ServerUser): boolean =>
  spawnSync('sh', ['-c', 'cd "$0"', directory], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
