import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryDirectory } from './temporary-file.ts'

/** A file system of its own that can be filled up. */
export type SmallDisk = {
  readonly folder: string
  /** Writes until nothing more can be written. */
  readonly fill: () => void
  /** Takes that away again. */
  readonly free: () => void
}

const mount = (folder: string): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' })
}

/** Mounts a file system in memory. The superuser alone may do that, and not in every container. */
export const mountSmallDisk = (): SmallDisk => {
  const folder = temporaryDirectory()
  mount(folder)
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  const ballast = join(folder, 'ballast')
  return { folder, fill: () => fill(ballast), free: () => rmSync(ballast) }
}

const fill = (file: string): void => {
  const opened = openSync(file, 'a')
  try {
    for (const size of [65_536, 4096, 1])
      for (;;) {
        try {
          writeSync(opened, Buffer.alloc(size, 1))
        } catch {
          break
        }
      }
  } finally {
    closeSync(opened)
  }
}

/** Whether such a file system can be mounted here. */
export const canMount = (folder: string): boolean => {
  try {
    mount(folder)
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  }
}
