import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { temporaryDirectory } from '../adapters/storage/temporary-file.ts'
import { findPostgres, withinReach } from './postgres-programs.ts'
import { makeRoom, ordinaryUser } from './server-user.ts'

it.skipIf(inject('postgresUrl') === '')(
  'the programs of PostgreSQL run as an ordinary user, from a folder that nobody else may enter as well',
  async () => {
    const found = await findPostgres()
    const user = ordinaryUser()
    const closed = temporaryDirectory()
    chmodSync(closed, 0o700)
    const native = join(closed, 'native')
    cpSync(dirname(dirname(found!.postgres)), native, { recursive: true, verbatimSymlinks: true })
    const programs = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
    const room = makeRoom('keepsake-room-', user)
    onTestFinished(() => rmSync(room, { recursive: true, force: true }))
    const { initdb, postgres } = withinReach(programs, room, user)
    for (const program of [initdb, postgres])
      expect(execFileSync(program, ['--version'], { ...user, cwd: room, encoding: 'utf8' })).toContain(
        'PostgreSQL',
      )
  },
)
