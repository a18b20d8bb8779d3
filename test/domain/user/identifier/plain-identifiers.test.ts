import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRecoveryCode } from '../../../../packages/domain/src/authenticator/recovery-code/recovery-code.ts'
import { plainSpelling, typedCode } from '../../../../packages/domain/src/kernel/plain-spelling.ts'
import { isVisibleAscii } from '../../../../packages/domain/src/kernel/text.ts'
import { anyEmail, parseEmail } from '../../../../packages/domain/src/user/identifier/email.ts'
import { parsePhone, parseUsername } from '../../../../packages/domain/src/user/identifier/identifiers.ts'

const phones = await openPhoneNumbers()

/** The same text in full-width characters, for which no step is left out. */
const wide = (text: string): string =>
  text.replaceAll(/[!-~]/gu, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0))

const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
})
const numbers = fc.stringMatching(/^[+0-9().-]{1,18}$/u)
const addresses = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9."_%+-]{0,8}$/u), fc.stringMatching(/^[A-Za-z0-9.-]{0,12}$/u))
  .map((parts) => parts.join('@'))
const texts = fc.oneof(visible, numbers, addresses)

describe('a text of visible ASCII, for which some steps are left out', () => {
  it('is read as an email like its full-width form', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const rules of [undefined, anyEmail])
          expect(parseEmail(text, rules)).toStrictEqual(parseEmail(wide(text), rules))
      }),
      { numRuns: 1000 },
    )
  })

  it('is read as a phone number like its full-width form', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parsePhone(text, '+86', phones)).toStrictEqual(parsePhone(wide(text), '+86', phones))
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same username as its full-width form', () => {
    const canonical = (text: string) => parseUsername(text).map((username) => String(username.canonical))
    fc.assert(
      fc.property(texts, (text) => {
        expect(canonical(text)).toStrictEqual(canonical(wide(text)))
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same code and the same spelling as its full-width form', () => {
    const code = (text: string) => parseRecoveryCode(text).map((each) => each.reveal())
    fc.assert(
      fc.property(texts, (text) => {
        expect(typedCode(text)).toBe(typedCode(wide(text)))
        expect(plainSpelling(text)).toBe(plainSpelling(wide(text)))
        expect(code(text)).toStrictEqual(code(wide(text)))
      }),
      { numRuns: 1000 },
    )
  })

  it('has no other character', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1)
      expect(isVisibleAscii(String.fromCharCode(unit))).toBe(unit > 0x20 && unit < 0x7f)
  })
})
