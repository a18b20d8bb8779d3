import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The line of the machine-readable report with an algorithm's rates, all processes together. The first is that of
 * signatures: for RSA the same private-key operation as a decryption; for SM2, whose decryptions it does not count, one
 * multiplication of a point, as there.
 */
const reports = {
  rsa2048: /^\+F2:\d+:2048:([\d.]+)/mu,
  rsa3072: /^\+F2:\d+:3072:([\d.]+)/mu,
  sm2: /^\+F7:\d+:256:CurveSM2:([\d.]+)/mu,
} as const

export type Algorithm = keyof typeof reports

/** The version of the `openssl` on the PATH; `undefined` where there is none, or it is another's. */
export const findOpenssl = (): Promise<string | undefined> =>
  run('openssl', ['version']).then(
    ({ stdout }) => /^OpenSSL \S+/u.exec(stdout)?.[0],
    () => undefined,
  )

/** What `openssl speed` counts a second, by the clock on the wall, with so many processes at once. */
export const opensslSpeed = async (
  algorithm: Algorithm,
  processes: number,
  seconds: number,
): Promise<number> => {
  const options = ['-mr', '-elapsed', '-seconds', String(seconds), '-multi', String(processes)]
  const { stdout } = await run('openssl', ['speed', ...options, algorithm])
  const rate = reports[algorithm].exec(stdout)?.[1]
  if (rate === undefined) throw new Error(`openssl speed says nothing of ${algorithm}`)
  return Number(rate)
}
