import type { Notice, SealingBatch, Secret, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'

/** Puts a password or token into a notice, sealed for that notice only. */
export const sealNotice = (
  notice: Notice,
  content: Secret<string>,
  context: Pick<Context, 'ports' | 'settings'>,
  batch?: SealingBatch,
): ResultAsync<Notice, Unavailable> =>
  context.ports.secretBox
    .seal(content, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }), batch)
    .map((secret) => ({ ...notice, secret }))
