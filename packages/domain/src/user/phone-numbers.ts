/** A phone number in its parts: `+86`, `18812345678`, and both together as E.164, `+8618812345678`. */
export type PhoneNumber = { readonly countryCode: string; readonly national: string; readonly e164: string }

/** Port: the world's numbering plans. */
export type PhoneNumbers = {
  /**
   * Reads a number in any usual spelling, full-width digits included. `countryCode` such as `+86` applies where the
   * text has none; without it only a number that names its own is read. Answers nothing for what is no valid number of
   * its plan, and for a number with an extension.
   */
  readonly parse: (text: string, countryCode: string | undefined) => PhoneNumber | undefined
  /** Whether a country code such as `+86` is given out to anybody. */
  readonly isCountryCode: (code: string) => boolean
}
