import { z } from 'zod'
import type { ImportOtp, NewEnrolment } from '../use-cases/import-otp/command.ts'
import { maxRows } from './create-users.ts'
import { newOtp } from './new-otp.ts'
import { list } from './shape.ts'

/** One row of an import: the contract's `ImportOtpItemDto`. */
export const newEnrolmentRow: z.ZodType<NewEnrolment> = z.strictObject({
  userId: z.string(),
  otp: newOtp,
})

/** The body of `import-otp`: the contract's `ImportOtpReqDto`. */
export const importOtpRequest: z.ZodType<ImportOtp> = z.strictObject({
  list: list(newEnrolmentRow, maxRows),
})

/** The same with the rows still unread, for whoever takes them one by one. */
export const enrolmentsFile: z.ZodType<{ readonly list: readonly unknown[] }> = z.strictObject({
  list: z.array(z.unknown()),
})
