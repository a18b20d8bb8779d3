import fc from 'fast-check'

/** What ends a header, begins another, hides, escapes from markup, or would be made a link. */
const pieces = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\u0085',
  '\u202e',
  '\ud800',
  '\r\nBcc: evil@evil.example',
  '\r\n.\r\nRCPT TO:<evil@evil.example>',
  '\r\n\r\n<a href="http://evil.example">',
  '<script>',
  '</title>',
  '"><img src=x onerror=alert(1)>',
  "' onclick='x",
  '&lt;a&gt;',
  'javascript:alert(1)',
  'http://evil.example',
  'evil.example',
  'www.evil.example',
  '@evil.example',
  ', evil@evil.example',
  '<evil@evil.example>',
  '=?utf-8?q?=0d=0aBcc:_evil@evil.example?=',
  '%0d%0a',
  '${7*7}',
  '{{constructor}}',
  '__proto__',
  'a',
  ' ',
  '你',
]

/** Texts that somebody put together to get more out of a message than their own name. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((each) => each.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/gu, (_, name: string) => entities[name] ?? '')

/** Where the links and images of a page lead, in order. */
export const linksIn = (page: string): readonly string[] =>
  [...page.matchAll(/\s(?:href|src|action)\s*=\s*"([^"]*)"/giu)].map(([, link]) => unescaped(link ?? ''))

/** What is read of a page. */
export const textOf = (page: string): string => unescaped(page.replaceAll(/<[^>]*>/gu, ''))
