/** The bytes of a text, for the columns that compare bytes. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')
