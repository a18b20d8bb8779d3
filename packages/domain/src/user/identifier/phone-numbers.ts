/** A phone number in its parts: `+86`, `18812345678`, and both together as E.164, `+8618812345678`. */
export type PhoneNumber = { readonly countryCode: string; readonly national: string; readonly e164: string }

/** Port: the numbering plans of all countries. */
export type PhoneNumbers = {
  /**
   * Reads a number in any usual spelling, full-width digits included. `countryCode` such as `+86` applies if the text
   * has none. Without it, only a number that names its own country code is read. Answers nothing for a number that is
   * not valid in its plan, and for a number with an extension.
   */
  readonly parse: (text: string, countryCode: string | undefined) => PhoneNumber | undefined
  /** Whether a country code such as `+86` is assigned. */
  readonly isCountryCode: (code: string) => boolean
}
