import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe } from '../shape.ts'
import { label, maxCredentials, type ForeignAuthenticators } from './parts.ts'

const device = z.object({ secretKey: z.string(), period: maybe(z.number()), deviceName: label })

const user = z.object({ totpDevices: maybe(list(device, maxCredentials)) })

/** Reads `totpDevices[]`: base32, SHA1, six digits. `skew` is ignored: the pool decides how many steps are accepted. */
export const readSuperTokensAuthenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(user, value).map(({ totpDevices = [] }) => ({
    authenticators: totpDevices.map(({ secretKey, period, deviceName }) => ({
      secret: secretKey,
      period,
      name: deviceName,
    })),
    leftBehind: [],
  }))
