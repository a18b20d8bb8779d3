import { err } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { readKeyUri } from './key-uri.ts'
import type { OtpAccount } from './otp-account.ts'
import { splitOtpUri } from './otp-uri.ts'

/** Reads the one authenticator of a URI; every issue of it at once, paths relative to the URI. */
export const readOtpUri = (text: string): Checked<OtpAccount> => {
  const uri = splitOtpUri(text)
  return uri?.scheme === 'otpauth' ? readKeyUri(uri) : err([issue('otp.uri_malformed')])
}
