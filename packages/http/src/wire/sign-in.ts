import { z } from 'zod'
import type { SignIn } from '@keepsake/app'
import { text } from './shape.ts'

/**
 * A sign-in attempt as a program sends it: a line of the command line, or the body of a route of an embedder's own.
 * Where it comes from is not for its sender to say: `ip` is added by whoever accepted the connection.
 */
export const signInRequest: z.ZodType<SignIn> = z.strictObject({
  login: z.string(),
  password: z.string(),
  deviceToken: text,
  code: text,
  recoveryCode: text,
})
