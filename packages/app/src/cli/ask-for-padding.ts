import type { RsaPadding } from '../composition/rsa-padding.ts'
import type { Terminal } from './terminal.ts'

type Clients = readonly [who: string, padding: RsaPadding]

const usual: Clients = ['the SDKs, JSEncrypt', 'pkcs1']

const choices: readonly Clients[] = [
  usual,
  ['clients of your own, with OAEP and SHA-256', 'oaep-sha256'],
  ['Java, with OAEPWithSHA-256AndMGF1Padding by its defaults', 'oaep-sha256-mgf1-sha1'],
  ['OAEP with SHA-1, as older tools mean it', 'oaep-sha1'],
]

/**
 * Asks which clients will send passwords under RSA, since a key is for one padding. Where nobody can answer, and for an empty
 * answer, it is what the SDKs send.
 */
export const askForPadding = async (terminal: Terminal): Promise<RsaPadding> => {
  if (!terminal.isAttended) return usual[1]
  terminal.error('Which clients will send passwords under RSA?')
  choices.forEach(([who, padding], at) => terminal.error(`  ${at + 1}  ${who} (${padding})`))
  terminal.error('A number, or nothing for 1:')
  const [, padding] = choices[Number((await firstLine(terminal.input)) || '1') - 1] ?? usual
  return padding
}

const firstLine = async (input: Terminal['input']): Promise<string> => {
  let text = ''
  for await (const chunk of input) {
    text += Buffer.from(chunk).toString()
    if (text.includes('\n')) break
  }
  return text.split('\n', 1)[0]?.trim() ?? ''
}
