import {
  openSubject,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../../builders/keepsake.ts'

export const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
export const otherSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
export const thirdSecret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'
export const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
export const otherCode = '0000-8ec0-874a-087f-bccb-cd54'
export const password = 'x'

/** The report of an import that did nothing. */
export const nothing = { enrolled: 0, replaced: 0, added: 0, unchanged: 0, refused: [], warnings: [] }

export type WithUsers = Subject & { readonly bob: string; readonly eve: string }

/** An identity with users `bob` and `eve`, who have a password and no authenticator. */
export const openWithUsers = async (open: OpenSubject, options: SubjectOptions = {}): Promise<WithUsers> => {
  const subject = await openSubject(open, options)
  const list = ['bob', 'eve'].map((username) => ({ username, password }))
  const { created } = await valueOf(subject.keepsake.users.create({ list }))
  const [bob = '', eve = ''] = created.map(({ account }) => account.user.id)
  return { ...subject, bob, eve }
}

export const verdictOf = async ({ keepsake }: Subject, proof: object, login = 'bob'): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password, ...proof }))).verdict
