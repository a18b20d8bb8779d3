/** A value that JSON can hold. */
export type MappedConstant =
  string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>

/** What is done to a value on its way to a field. The set is closed: a mapping runs no code. */
export type Conversion =
  /** To a text, a number, or true and false; a text without white space at its ends, or in lower case; a text of JSON. */
  | 'text'
  | 'number'
  | 'flag'
  | 'trim'
  | 'lower'
  | 'json'
  /** Bytes in another writing, as parts of hashes need it. */
  | 'hex-to-base64'
  | 'base64-to-hex'
  /** A day in a form such as `DD.MM.YYYY`. The result is `YYYY-MM-DD`. */
  | { readonly date: string }
  /**
   * A time: `seconds` or `milliseconds` since 1970, or a form such as `YYYY-MM-DD HH:mm:ss`. `zone` is an offset such as
   * `+08:00`, for a form without `Z`; UTC if absent. The result is in ISO 8601.
   */
  | { readonly time: string; readonly zone?: string }
  /** A part of a text: the first one, the last one, all but the first one, or a part by its index. */
  | { readonly split: string; readonly take: 'first' | 'last' | 'rest' | number }
  /** The parts of a text as a list. */
  | { readonly list: string }
  /** A value for each text. Another text is an issue, unless `else` has a value for it. */
  | { readonly enum: Readonly<Record<string, MappedConstant>>; readonly else?: MappedConstant }

/** Where the value of a field comes from. */
export type MappingRule =
  /** The path of a value in the record, such as `profile.mail` or `mails[0]`, or the name of a column. */
  | string
  | { readonly const: MappedConstant }
  | { readonly path: string; readonly as: Conversion | readonly Conversion[] }
  /** A text from several values, such as `$2y$10${salt}{hash}`: each path in braces is replaced by its value. */
  | { readonly template: string; readonly as?: Conversion | readonly Conversion[] }

/** How the records of a source become rows. */
export type Mapping = {
  readonly $schema?: string
  /** The path of the key of a record. The field `externalId` if absent. */
  readonly key?: string
  /** By the field of a row, such as `email`, `customData.plan` or `identities[0].provider`. */
  readonly fields: Readonly<Record<string, MappingRule>>
  /** Paths that are left behind on purpose. */
  readonly drop?: readonly string[]
}
