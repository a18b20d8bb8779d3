import { hkdfSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { describe, expect, test } from 'vitest'
import { everythingIn, openSubject, storages } from '../../../builders/keepsake.ts'
import { findSecrets, formsOf, printed, spellingsOf, type Hunted } from '../../../builders/secret-hunt.ts'
import { accessKeySecret } from '../../../http/served.ts'
import type { Keep } from '../passwords/password-life.ts'
import {
  liveInVainWithAuthenticators,
  liveThroughAuthenticators,
  noSecretBox,
  authenticatorCanaries,
  type ToldTotpSecrets,
} from './authenticator-life.ts'

const earlier = { id: 'k1', key: Buffer.from('Canary OTP sealing key, 32 bytes') }
const newer = { id: 'k2', key: Buffer.from('Canary OTP sealing key, another!') }

const huntedKeys: readonly Hunted[] = [earlier, newer].flatMap(({ id, key }) => [
  { name: `key ${id}`, forms: spellingsOf(key) },
  {
    name: `what is derived of key ${id}`,
    forms: spellingsOf(Buffer.from(hkdfSync('sha256', key, '', 'keepsake key encryption v1', 32))),
  },
])

/** All that must not be found. What was made may be all digits and letters of any secret, and is hunted as it was told. */
const huntedIn = (told: ToldTotpSecrets): readonly Hunted[] => [
  ...Object.entries({ ...authenticatorCanaries, ...told, accessKeySecret }).map(([name, text]) => ({
    name,
    forms: formsOf(text),
  })),
  ...huntedKeys,
]

describe.each(storages)('on $name, no secret of an authenticator', ({ name, open }) => {
  test('is found in an answer, a message, a log, an error, the outbox or a file', async () => {
    const subject = await openSubject(open, {
      sealingKey: earlier.key,
      sealingKeyId: earlier.id,
      settings: { loginUrl: 'https://example.com/login' },
    })
    const { opened } = subject
    const places = new Map<string, Buffer>()
    const keep: Keep = async (what, call) => {
      const answer = await call
      places.set(`${places.size}: ${what}`, printed(answer))
      return answer
    }
    const lookAtFiles = (when: string): void => {
      if (opened.file === undefined) return
      const folder = dirname(opened.file)
      for (const file of readdirSync(folder)) places.set(`${when}: ${file}`, readFileSync(join(folder, file)))
    }

    const told = await liveThroughAuthenticators(subject, keep)
    await keep('everything that rests', everythingIn(subject))
    lookAtFiles('before the rotation')

    const ring = { keys: [newer, earlier], current: newer.id }
    const rotating = await openSubject(open, {
      on: opened,
      ports: () => ({
        secretBox: openSecretBox(ring),
        keyedDigest: openKeyedDigest(),
        recoveryCodeHasher: openRecoveryCodeHasher(ring),
      }),
    })
    const rotation = await keep('rotateSealing', rotating.keepsake.secrets.rotate())
    expect(rotation._unsafeUnwrap().resealed).toBeGreaterThan(10)
    await keep('ports', Promise.resolve([rotating.ports, rotating.keepsake, subject.ports]))
    lookAtFiles('after the rotation')

    const withIds = { ids: subject.ids, clock: subject.clock }
    await liveInVainWithAuthenticators({ ...subject, ...withIds }, keep, told)
    const boxless = await openSubject(open, { on: opened, ports: () => ({ secretBox: noSecretBox }) })
    await liveInVainWithAuthenticators({ ...boxless, ...withIds }, keep, told)
    await opened.storage.close()
    await liveInVainWithAuthenticators({ ...rotating, ...withIds }, keep, told)
    lookAtFiles('closed')

    if (name === 'SQLite') expect([...places.keys()]).toContain('before the rotation: users.db-wal')
    // An administrator asked for it.
    expect(findSecrets(huntedIn(told), places)).toEqual([
      expect.stringMatching(/^createdSecret in \d+: HTTP its own$/u),
    ])
  })
})

test('a secret of an authenticator would be found in each of its spellings wherever one is left', () => {
  const secrets = { ...authenticatorCanaries, token: 'AQ.canary_token-of/enrolment+', accessKeySecret }
  const written = [...Object.values(secrets).map((text) => Buffer.from(text)), earlier.key, newer.key]
  for (const bytes of written) {
    const hunted = { name: 'it', forms: [...formsOf(bytes.toString()), ...spellingsOf(bytes)] }
    const text = bytes.toString()
    const places = new Map<string, Buffer>([
      ['as it is', Buffer.concat([Buffer.alloc(9), bytes, Buffer.alloc(9)])],
      ...[0, 1, 2].flatMap((before) =>
        (['base64', 'base64url'] as const).map((encoding): [string, Buffer] => [
          `${encoding}, ${before} on`,
          Buffer.from(
            Buffer.concat([Buffer.alloc(before, '!'), bytes, Buffer.from(' after')]).toString(encoding),
          ),
        ]),
      ),
      ['hex', Buffer.from(bytes.toString('hex'))],
      ['hex in upper case', Buffer.from(bytes.toString('hex').toUpperCase())],
      ['percent', Buffer.from(encodeURIComponent(text))],
      ['a message', printed(new Error(`no: ${text}`))],
      ['a cause', printed({ error: { cause: new Error('x', { cause: new Error(text) }) } })],
      ['several errors', printed(new AggregateError([new Error(text)], 'x'))],
    ])
    expect(findSecrets([hunted], places)).toEqual([...places.keys()].map((place) => `it in ${place}`))
  }
})
