import type { NewAuthenticator, NewRecoveryCode } from '@keepsake/domain'

/**
 * The authenticators with the user's recovery codes, which go with the first. Without an authenticator there is nothing
 * that the codes could stand in for.
 */
export const withRecoveryCodes = (
  authenticators: readonly NewAuthenticator[],
  recoveryCodes: readonly NewRecoveryCode[],
  loseCodes: () => void,
): readonly NewAuthenticator[] => {
  if (recoveryCodes.length === 0) return authenticators
  const [first, ...others] = authenticators
  if (first === undefined) {
    loseCodes()
    return []
  }
  return [{ ...first, recoveryCodes }, ...others]
}
