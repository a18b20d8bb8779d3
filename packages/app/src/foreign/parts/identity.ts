import type { NewLinkedIdentity } from '@keepsake/domain'
import { given } from './given.ts'

/** A linked identity of a system that has one id of a user at each provider. */
export const linkedIdentity = (of: {
  /** The connection: an identity source of this pool. */
  readonly connection: string
  /** What kind of provider it is; the connection's name if absent. */
  readonly provider?: string | undefined
  readonly subject: string
  readonly info?: Readonly<Record<string, unknown>> | undefined
}): NewLinkedIdentity =>
  given<NewLinkedIdentity>({
    extIdpId: of.connection,
    provider: of.provider ?? of.connection,
    type: 'primary',
    userIdInIdp: of.subject,
    originConnIds: [of.connection],
    userInfoInIdp: of.info,
  })
