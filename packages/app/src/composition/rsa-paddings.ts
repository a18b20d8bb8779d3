import { z } from 'zod'

/** Every padding that an RSA cipher can accept. */
export const everyRsaPadding = ['oaep-sha256', 'oaep-sha1', 'pkcs1'] as const

type RsaPadding = (typeof everyRsaPadding)[number]

/** At least one of them. */
export type RsaPaddings = readonly [RsaPadding, ...RsaPadding[]]

const one = z.enum(everyRsaPadding)

/** The schema of `rsaPaddings` in the configuration. */
export const rsaPaddings: z.ZodType<RsaPaddings, readonly RsaPadding[]> = z.tuple([one], one)
