import { z } from 'zod'
import type { SignIn } from '@keepsake/app'
import { text } from './shape.ts'

/**
 * A sign-in attempt as a program sends it: a line of the command's input, or the body of your own route. The sender must not
 * decide where it comes from: the code that accepted the connection adds `ip`.
 */
export const signInRequest: z.ZodType<SignIn> = z.strictObject({
  login: z.string(),
  password: z.string(),
  deviceToken: text,
  code: text,
  recoveryCode: text,
})
