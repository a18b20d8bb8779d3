import { conceal } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import type { BoundKey } from '@keepsake/http'
import { badField, type BadConfig } from './bad-config.ts'
import { present } from './present.ts'

const minSecretLength = 32

/** The secret of an access key, as an operator writes it. */
export const secretOfKey: z.ZodString = z
  .string()
  .min(minSecretLength, `give at least ${minSecretLength} characters`)

type GivenKey = {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly tenantId?: string
  readonly contentDigest?: 'accepted' | 'demanded'
}

/** Further access keys, as an operator writes them. */
export const accessKeyList: z.ZodType<readonly GivenKey[]> = z.array(
  z.strictObject({
    // The characters that the header of a signed request can carry.
    accessKeyId: z
      .string()
      .regex(/^[!-9;-~]{1,128}$/u, 'give up to 128 printable characters of ASCII without spaces and colons'),
    accessKeySecret: secretOfKey,
    tenantId: z.string().min(1).optional(),
    contentDigest: z.enum(['accepted', 'demanded']).optional(),
  }),
)

/** Reads the further access keys. Each has its own id. Its tenant must be known if tenants are listed. */
export const furtherKeys = (
  given: readonly GivenKey[],
  ownId: string,
  tenants: 'any' | readonly string[],
): Result<readonly BoundKey[], BadConfig> => {
  const ids = [ownId, ...given.map(({ accessKeyId }) => accessKeyId)]
  if (new Set(ids).size < ids.length)
    return err(badField(['accessKeys'], 'two access keys have one accessKeyId'))
  const isUnknown = ({ tenantId }: GivenKey): boolean =>
    tenantId !== undefined && tenants !== 'any' && !tenants.includes(tenantId)
  if (given.some(isUnknown)) return err(badField(['accessKeys'], 'a tenantId is not among `tenants`'))
  return ok(
    given.map(({ accessKeySecret, ...key }) =>
      present({ ...key, accessKeySecret: conceal(accessKeySecret) }),
    ),
  )
}
