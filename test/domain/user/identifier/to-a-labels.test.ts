import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import { toALabels } from '../../../../packages/domain/src/user/identifier/to-a-labels.ts'

describe('a domain name in ASCII', () => {
  // The strings of RFC 3492, section 7.1 (B), (E) and (G), with the prefix of RFC 5890.
  it.each([
    ['他们为什么不说中文', 'xn--ihqwcrb4cv8a8dqg056pqjye'],
    ['למההםפשוטלאמדבריםעברית', 'xn--4dbcagdahymbxekheh6e0a7fei0b'],
    ['なぜみんな日本語を話してくれないのか', 'xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa'],
  ])('%o is %o', (label, expected) => {
    expect(toALabels(`${label}.example`)).toBe(`${expected}.example`)
  })

  it('stays what it is where it is ASCII already, even where a URL would read an address in it', () => {
    for (const domain of ['example.com', 'xn--bcher-kva.example', '1.2.44', '0x7f.1', 'a--b.c'])
      expect(toALabels(domain)).toBe(domain)
  })

  it('is that of the platform’s own conversion', () => {
    for (const domain of ['bücher.example', 'straße.de', 'пример.испытание', 'βόλος.com'])
      expect(toALabels(domain)).toBe(domainToASCII(domain))
  })

  it('is nothing where a label breaks the rules', () => {
    expect(toALabels('xn--bücher.example')).toBeUndefined()
    expect(toALabels('bü.12')).toBeUndefined()
  })
})
