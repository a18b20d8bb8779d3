/** A text for a field that must not be empty: an id, a hash or a sealed text. */
export const something = (text: string): string => (text === '' ? 'something' : text)
