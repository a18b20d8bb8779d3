import type { Checked, Path } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import { maxCodes, maxCredentials, withRecoveryCodes, type ForeignAuthenticators } from './parts.ts'

const codes = maybe(list(z.object({ code: z.string(), used_at: text }), maxCodes))

const webauthn = z.object({
  config: maybe(z.object({ credentials: maybe(list(z.unknown(), maxCredentials)) })),
})

const identity = z.object({
  credentials: maybe(
    z.object({
      totp: maybe(z.object({ config: maybe(z.object({ totp_url: text })) })),
      webauthn: maybe(webauthn),
      passkey: maybe(webauthn),
      lookup_secret: maybe(z.object({ config: maybe(z.object({ codes, recovery_codes: codes })) })),
    }),
  ),
})

/**
 * Reads `credentials.totp.config.totp_url`, an `otpauth://` URI, and the codes of `credentials.lookup_secret.config`. An
 * import has them as `codes`, the database as `recovery_codes` in clear text with `used_at`. Passkeys and security keys are
 * left behind. So is any credential without its `config`.
 */
export const readKratosAuthenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(identity, value).map(({ credentials }) => {
    const secret = credentials?.totp?.config?.totp_url
    const { codes: imported = [], recovery_codes: stored = [] } = credentials?.lookup_secret?.config ?? {}
    const recoveryCodes = [...imported, ...stored].map(({ code, used_at: usedAt }) => ({
      code,
      ...(usedAt === undefined || usedAt === goZeroTime ? {} : { usedAt }),
    }))
    const authenticators = secret === undefined ? [] : [{ secret }]
    const leftBehind = kinds.flatMap((kind): readonly Path[] =>
      isLeftBehind(kind, credentials?.[kind]) ? [['credentials', kind]] : [],
    )
    return withRecoveryCodes({ authenticators, leftBehind }, recoveryCodes, ['credentials', 'lookup_secret'])
  })

const kinds = ['totp', 'webauthn', 'passkey', 'lookup_secret'] as const

/** The API shows an identity's credentials without `config`, unless the caller asks for it. */
const isLeftBehind = (
  kind: (typeof kinds)[number],
  held: { readonly config?: Readonly<Record<string, unknown>> | undefined } | undefined,
): boolean => {
  if (held === undefined) return false
  if (held.config === undefined) return true
  if (kind === 'totp') return held.config['totp_url'] === undefined
  const keys = held.config['credentials']
  return Array.isArray(keys) && keys.length > 0
}

/** What Go writes if there is no time. */
const goZeroTime = '0001-01-01T00:00:00Z'
