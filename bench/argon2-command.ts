import { execFile, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

/** Whether the reference implementation's `argon2` (Debian's package of that name) is on the PATH. */
export const hasArgon2Command = (): boolean => spawnSync('argon2', ['-h']).error === undefined

/** One process a hash, as the command has it, with what the library writes by default. */
const loop = `i=0; while [ $i -lt $1 ]; do
  printf 'correct horse %s' $i | argon2 "bench salt $1 $i" -id -t 2 -k 19456 -p 1 -l 32 -r > /dev/null || exit 1
  i=$((i + 1))
done`

/** Hashes so many passwords with the command, one shell a core. */
export const hashWithCommand = async (passwords: number): Promise<void> => {
  const cores = availableParallelism()
  const shares = Array.from({ length: cores }, (_, core) => Math.floor((passwords + core) / cores))
  await Promise.all(shares.map((share) => promisify(execFile)('sh', ['-c', loop, 'sh', String(share)])))
}
