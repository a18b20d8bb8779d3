import { unavailable, type Part } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'
import { watchStorage } from '../../../builders/wrapped-storage.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const password = 'correct horse battery'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const bcrypt = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'

type Ports = NonNullable<SubjectOptions['ports']>

/** Bob, with an authenticator and a hash that a sign-in replaces: whose sign-in takes every step there is. */
const openWithBob = async (open: OpenSubject, ports: Ports): Promise<Subject> => {
  const { keepsake, opened } = await openSubject(open)
  const list = [{ username: 'bob', password: bcrypt, otp: { secret, recoveryCode } }]
  await valueOf(keepsake.users.create({ list, options: { keepPassword: true } }))
  return openSubject(open, { on: opened, ports })
}

const proofs = { 'a code': { code: codeAt(secret, startedAt) }, 'a recovery code': { recoveryCode } }
const right = { login: 'bob', password, ip: '192.0.2.1' }

describe.each(storages)('on $name, a sign-in with all that is right', ({ open }) => {
  test.each(Object.entries(proofs))(
    'and %s lets nobody in where any one verb of the storage fails',
    async (_, proof) => {
      const watch = async (failing: number) => {
        const verbs: string[] = []
        const { keepsake } = await openWithBob(open, ({ storage }) => ({
          storage: watchStorage(storage, (verb) => {
            verbs.push(verb)
            return verbs.length - 1 === failing ? 'fail' : undefined
          }),
        }))
        return { answer: await keepsake.signIn({ ...right, ...proof }), verbs }
      }

      const { answer, verbs } = await watch(Infinity)
      expect(answer._unsafeUnwrap().verdict).toBe('signed_in')
      expect(verbs.length).toBeGreaterThan(10)
      for (const [failing, verb] of verbs.entries())
        expect([verb, (await watch(failing)).answer]).toMatchObject([
          verb,
          { error: { kind: 'unavailable', part: 'storage' } },
        ])
    },
  )

  const down = (part: Part) => () => errAsync(unavailable(part, new Error('down')))
  const parts: readonly (readonly [string, Ports])[] = [
    [
      'verifier',
      ({ passwordVerifier }) => ({
        passwordVerifier: { ...passwordVerifier, verify: down('password-hasher') },
      }),
    ],
    ['secret box', ({ secretBox }) => ({ secretBox: { ...secretBox, open: down('secret-box') } })],
  ]
  test.each(parts)('lets nobody in where the %s fails', async (_, ports) => {
    const { keepsake } = await openWithBob(open, ports)
    expect(await errorOf(keepsake.signIn({ ...right, ...proofs['a code'] }))).toMatchObject({
      kind: 'unavailable',
    })
  })
})
