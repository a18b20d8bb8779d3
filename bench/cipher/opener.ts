/**
 * A process that opens ciphertexts through a transport cipher, a batch at a time, for as long as a message says, and
 * answers how many it opened a second.
 */
import { openRsaCipher, type RsaPadding } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'

/** What a process is to open, over and over. */
export type Work = {
  readonly type: 'rsa' | 'sm2'
  /** Of RSA. */
  readonly padding?: RsaPadding
  readonly privateKeyPem: string
  readonly ciphertext: string
  readonly plaintext: string
  readonly seconds: number
}

/** As many as `users.create` hands over at once, with the usual limit. */
const batchSize = 200

const openers = { rsa: openRsaCipher, sm2: openSm2Cipher } as const

const work = async ({
  type,
  padding,
  privateKeyPem,
  ciphertext,
  plaintext,
  seconds,
}: Work): Promise<number> => {
  const cipher = openers[type]({ privateKeyPem, ...(padding && { padding }) })
  const started = performance.now()
  let opened = 0
  let elapsed = 0
  while (elapsed < seconds * 1000) {
    const batch = await Promise.all(Array.from({ length: batchSize }, () => cipher.open(ciphertext)))
    if (batch.some((each) => each.isErr() || each.value.reveal() !== plaintext))
      throw new Error('It does not open')
    opened += batchSize
    elapsed = performance.now() - started
  }
  return (opened * 1000) / elapsed
}

process.on('message', (message) => void work(message as Work).then((rate) => process.send?.(rate)))
