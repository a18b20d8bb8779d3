import { conceal } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { z } from 'zod'
import { checkAccessKey, type AccessKey } from '../auth/access-key.ts'
import { issueManagementToken } from '../auth/management-token.ts'
import { systemInfo } from '../system-info.ts'
import type { Route } from '../routing/route.ts'
import { shaped } from '../routing/shaped.ts'

/** What callers need before their first request. */
export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/v3/system',
    access: 'open',
    answer: (_, { transportCiphers }) => okAsync({ bare: systemInfo(transportCiphers) }),
  },
  {
    method: 'POST',
    path: '/api/v3/get-management-token',
    access: 'open',
    answer: (input, { token }) =>
      shaped(accessKeyRequest, input)
        .andThen((given) => checkAccessKey(concealed(given), token))
        .andThen((key) => issueManagementToken(token, key))
        .map((data) => ({ data })),
  },
]

const accessKeyRequest: z.ZodType<{ readonly accessKeyId: string; readonly accessKeySecret: string }> =
  z.object({
    accessKeyId: z.string(),
    accessKeySecret: z.string(),
  })

const concealed = (given: z.infer<typeof accessKeyRequest>): AccessKey => ({
  accessKeyId: given.accessKeyId,
  accessKeySecret: conceal(given.accessKeySecret),
})
