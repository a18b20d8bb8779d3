import type { SignIn } from '@keepsake/app'
import type { NewUser, UserId } from '@keepsake/domain'
import { test } from 'vitest'
import { openSubject, valueOf, type OpenSubject, type Subject, type SubjectOptions } from './keepsake.ts'

/** A pool with one user, bob, and what he signs in with. */
export type Bob = Subject & { readonly userId: UserId; readonly password: string }

/** What a test gives bob: a password at least. */
export type BobRow = NewUser & { readonly password: string }

/** Opens a pool, and creates bob in it. */
export const openBob = async (open: OpenSubject, row: BobRow, options: SubjectOptions = {}): Promise<Bob> => {
  const subject = await openSubject(open, options)
  const { created } = await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', ...row }] }))
  return { ...subject, userId: created[0]!.account.user.id, password: row.password }
}

/** Tells the verdict of a sign-in with these values, and what a test gives beside them or in place of them. */
export const verdictsOf =
  (usual: Pick<SignIn, 'login' | 'password'>) =>
  async ({ keepsake }: Pick<Subject, 'keepsake'>, more: Partial<SignIn> = {}): Promise<string> =>
    (await valueOf(keepsake.signIn({ ...usual, ...more }))).verdict

/** The verdict of a sign-in of bob, with his password if nothing else is given. */
export const verdictOf = (
  bob: Pick<Bob, 'keepsake' | 'password'>,
  more: Partial<SignIn> = {},
): Promise<string> => verdictsOf({ login: 'bob', password: bob.password })(bob, more)

/** `test`, which gives bob in a pool of its own to each test that asks for him. */
export const testWithBob = (open: OpenSubject, row: BobRow, options: SubjectOptions = {}) =>
  test.extend('bob', () => openBob(open, row, options))
