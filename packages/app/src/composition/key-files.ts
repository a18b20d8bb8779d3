import type { Instant } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { badConfig, type BadConfig } from './bad-config.ts'

/** A file with a private key in PEM, which opens nothing from `retiresAt` on. `field`: what the configuration calls it. */
export type KeyFile = { readonly field: string; readonly file: string; readonly retiresAt?: Instant }

type Listed = { readonly file: string; readonly retiresAt?: Instant | undefined }

/** The field that lists key files; `retiresAt` is an ISO 8601 date-time with its offset from UTC. */
export const keyList: z.ZodType<readonly Listed[]> = z
  .array(
    z.strictObject({
      file: z.string(),
      retiresAt: z.iso
        .datetime({ offset: true })
        .transform((text) => Date.parse(text))
        .optional(),
    }),
  )
  .min(1)

/** The key files of one kind, the newest first, from whichever of the two fields names them. */
export const keyFiles = (
  kind: 'rsa' | 'sm2',
  single: string | undefined,
  listed: readonly Listed[] | undefined,
): Result<readonly KeyFile[], BadConfig> => {
  const [fileField, listField] = [`${kind}PrivateKeyFile`, `${kind}PrivateKeys`]
  if (single !== undefined && listed !== undefined)
    return err(badConfig(`${fileField} and ${listField} both name keys: list them all in ${listField}`))
  if (single !== undefined) return ok([{ field: fileField, file: single }])
  return ok(
    (listed ?? []).map(({ file, retiresAt }, index) => ({
      field: `${listField}[${index}]`,
      file,
      ...(retiresAt === undefined ? {} : { retiresAt }),
    })),
  )
}
