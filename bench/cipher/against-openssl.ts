import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { generateSm2PrivateKey } from '@keepsake/adapters/cipher/generate-keys'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { sm2 } from 'sm-crypto'
import { ask } from '../ask.ts'
import { summary, type Comparison } from '../measure.ts'
import { rateLine, type Line } from '../table.ts'
import type { Work } from './opener.ts'
import { rsaCiphertexts } from './rsa-ciphertexts.ts'
import { findOpenssl, opensslSpeed, type Algorithm } from './openssl-speed.ts'

const rounds = 3
const seconds = 1
const plaintext = 'correct horse battery'

/** Batches through the library against `openssl speed`, by turns, each with a process a core. */
export const benchAgainstOpenssl = async (): Promise<readonly Line[]> => {
  const version = await findOpenssl()
  if (version === undefined) {
    console.error('cipher: no OpenSSL on the PATH, so that all cores have nothing to be compared with')
    return []
  }
  console.error(`cipher: against the speed of ${version}; Node has ${process.versions.openssl}`)
  const cores = availableParallelism()
  const openers = startOpeners(cores)
  try {
    const lines: Line[] = []
    for (const { what, algorithm, work } of await makeContests())
      lines.push(
        rateLine(
          `${what}, ${cores} cores`,
          await race(
            () => openers.rate(work),
            () => opensslSpeed(algorithm, cores, seconds),
          ),
        ),
      )
    return lines
  } finally {
    openers.stop()
  }
}

type Rate = () => Promise<number>

/** As `compare` does, for contenders that count for themselves: by turns, each first every other round. */
const race = async (ours: Rate, baseline: Rate): Promise<Comparison> => {
  const pairs: (readonly [ours: number, baseline: number])[] = []
  for (let round = 0; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await baseline() : undefined
    const own = await ours()
    pairs.push([own, early ?? (await baseline())])
  }
  return summary(pairs)
}

type Openers = { readonly rate: (work: Work) => Promise<number>; readonly stop: () => void }

const startOpeners = (count: number): Openers => {
  const path = fileURLToPath(new URL('opener.ts', import.meta.url))
  const children = Array.from({ length: count }, () => fork(path))
  return {
    rate: async (work) => {
      const rates = await Promise.all(children.map((child) => ask<number>(child, work)))
      return rates.reduce((sum, rate) => sum + rate)
    },
    stop: () => children.forEach((child) => child.kill()),
  }
}

type Contest = { readonly what: string; readonly algorithm: Algorithm; readonly work: Work }

const makeContests = async (): Promise<readonly Contest[]> => [
  ...rsaContests(2048),
  ...rsaContests(3072),
  { what: 'sm2', algorithm: 'sm2', work: await sm2Work() },
]

const rsaContests = (bits: 2048 | 3072): readonly Contest[] => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return (['pkcs1', 'oaep-sha256'] as const).map((padding) => {
    const { bytes } = rsaCiphertexts[padding](privateKey, Buffer.from(plaintext))
    return {
      what: `rsa-${bits}, ${padding}`,
      algorithm: `rsa${bits}`,
      work: { type: 'rsa', padding, privateKeyPem, ciphertext: bytes.toString('base64'), plaintext, seconds },
    }
  })
}

const sm2Work = async (): Promise<Work> => {
  const privateKeyPem = await generateSm2PrivateKey()
  const publicKey = openSm2Cipher({ privateKeyPem }).current()?.publicKey ?? ''
  return { type: 'sm2', privateKeyPem, ciphertext: sm2.doEncrypt(plaintext, publicKey), plaintext, seconds }
}
