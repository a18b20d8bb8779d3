import { z } from 'zod'

/** All paddings that callers may use for a password under RSA. The first one is what the SDKs and JSEncrypt send. */
export const rsaPaddings = [
  'pkcs1',
  'oaep-sha256',
  'oaep-sha1',
  'oaep-sha384',
  'oaep-sha512',
  'oaep-sha256-mgf1-sha1',
  'oaep-sha384-mgf1-sha1',
  'oaep-sha512-mgf1-sha1',
] as const

/** One of the paddings. */
export type RsaPadding = (typeof rsaPaddings)[number]

/** The schema of `rsaPadding` and of a key's `padding` in the configuration. */
export const rsaPadding: z.ZodEnum<{ readonly [Padding in RsaPadding]: Padding }> = z.enum(rsaPaddings)
