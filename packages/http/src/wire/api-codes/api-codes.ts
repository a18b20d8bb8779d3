import type { IssueCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'
import { fileCodes } from './file-codes.ts'
import { moveCodes } from './move-codes.ts'
import { noticeCodes } from './notice-codes.ts'
import { otpCodes } from './otp-codes.ts'
import { passwordCodes } from './password-codes.ts'
import { requestCodes } from './request-codes.ts'
import { userCodes } from './user-codes.ts'

/** All issue codes. A code without a translation does not compile. */
export const apiCodes: Readonly<Record<IssueCode, ApiCode>> = {
  ...requestCodes,
  ...fileCodes,
  ...userCodes,
  ...passwordCodes,
  ...otpCodes,
  ...noticeCodes,
  ...moveCodes,
}
