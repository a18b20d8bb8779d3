import { chmodSync, chownSync, copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeRoom, ordinaryUser } from './server-user.ts'

export type PlacedCertificate = { readonly cert: string; readonly key: string; readonly clear: () => void }

const vector = (name: string): string => fileURLToPath(new URL(`../vectors/tls/${name}`, import.meta.url))

/** Puts the certificate of `localhost` and 127.0.0.1, with its key, where a server may read them, and nobody else the key. */
export const placeCertificate = (): PlacedCertificate => {
  const user = ordinaryUser()
  const room = makeRoom('keepsake-tls-', user)
  const [cert, key] = [join(room, 'server.pem'), join(room, 'server-key.pem')]
  copyFileSync(vector('server.pem'), cert)
  copyFileSync(vector('server-key.pem'), key)
  chmodSync(key, 0o600)
  for (const file of [cert, key]) if (user !== undefined) chownSync(file, user.uid, user.gid)
  return { cert, key, clear: () => rmSync(room, { recursive: true, force: true }) }
}
