/** What is dear to take apart, to copy or to compare, by name: JSON of so many bytes at most. */
export type Hostile = Readonly<Record<string, (bytes: number) => string>>

const filled = (unit: string, bytes: number): string =>
  unit.repeat(Math.max(0, Math.floor(bytes / unit.length)))

/** In quotes: what a field holds. To decode, split, normalise or measure it takes the most work. */
export const texts: Hostile = {
  dots: (bytes) => filled('.', bytes),
  padding: (bytes) => filled('=', bytes),
  letters: (bytes) => filled('A', bytes),
  digits: (bytes) => filled('7', bytes),
  commas: (bytes) => filled(',', bytes),
  parameters: (bytes) => filled('&a=', bytes),
  'escaped letters': (bytes) => filled('\\u0041', bytes),
  'lone surrogates': (bytes) => filled('\\ud800', bytes),
  // UTF-8 takes two and four bytes for one of these.
  'combining marks': (bytes) => filled('\u0301', bytes / 2),
  'one letter, many marks': (bytes) => `a${filled('\u0316\u0301', bytes / 4 - 1)}`,
  emoji: (bytes) => filled('\u{1f468}', bytes / 2),
}

/** Whole bodies. */
export const bodies: Hostile = {
  'short keys': (bytes) => {
    const keys: string[] = []
    for (let length = 2; ;) {
      const key = `"${keys.length.toString(36)}":0`
      length += key.length + 1
      if (length > bytes) return `{${keys.join(',')}}`
      keys.push(key)
    }
  },
  'one key again and again': (bytes) => `{"a":0${filled(',"a":0', bytes - 8)}}`,
  'escaped keys': (bytes) => `{"a":0${filled(',"\\u0061":0', bytes - 8)}}`,
  'nested lists': (bytes) => filled('[', bytes / 2) + filled(']', bytes / 2),
  'nested objects': (bytes) => `${filled('{"a":', bytes / 6)}0${filled('}', bytes / 6)}`,
  'an unended nest': (bytes) => filled('[{"a":', bytes),
  'small objects': (bytes) => `{"list":[{}${filled(',{}', bytes - 16)}]}`,
  'empty texts': (bytes) => `{"list":[""${filled(',""', bytes - 16)}]}`,
  'one number': (bytes) => `{"list":${filled('1', bytes - 16)}}`,
  'one fraction': (bytes) => `{"list":1.${filled('1', bytes - 16)}e-300}`,
  spaces: (bytes) => `{${filled(' ', bytes - 2)}}`,
  'nothing that is JSON': (bytes) => filled('\\', bytes),
  'no UTF-8': (bytes) => `{"list":"${filled('\u00ff', bytes - 16)}"}`,
}
