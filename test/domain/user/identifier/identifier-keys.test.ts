import { keyText, parseEmail } from '@keepsake/domain'
import {
  identifierKeysOf,
  parseExternalId,
  parsePhone,
  parseUsername,
  placedKeys,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../../builders/new-users.ts'
import { identifierContext, phones } from '../../../builders/phones.ts'

type Texts = { readonly email?: string; readonly phone?: string; readonly username?: string }

const heldBy = ({ email, phone, username }: Texts) =>
  placedKeys(
    {
      email: email === undefined ? undefined : parseEmail(email).unwrapOr(undefined),
      phone: phone === undefined ? undefined : parsePhone(phone, '+86', phones).unwrapOr(undefined),
      username: username === undefined ? undefined : parseUsername(username).unwrapOr(undefined),
    },
    [],
    identifierContext,
  )

const placesOf = (texts: Texts) => heldBy(texts).map(({ field, key }) => [field, key.key])
const read = (text: string) => identifierKeysOf(text, identifierContext).map(({ key }) => key)

describe('a login text', () => {
  it('stands for the email, the phone number and the username that it can be read as', () => {
    expect(read(' Bob@Example.com')).toStrictEqual(['bob@example.com', 'Bob@Example.com'])
    expect(read('bob@example.com')).toStrictEqual(['bob@example.com'])
    expect(read('188 1234 8888')).toStrictEqual(['+8618812348888', '188 1234 8888'])
    expect(read('bob')).toStrictEqual(['bob'])
    expect(read('\u0000')).toStrictEqual([])
  })
})

describe('the keys a user holds', () => {
  it('are those of its identifiers, each in the field that it comes from', () => {
    expect(placesOf({ email: 'A@example.com', phone: '18812348888', username: 'Bob' })).toStrictEqual([
      ['email', 'a@example.com'],
      ['phone', '+8618812348888'],
      ['username', 'Bob'],
    ])
  })

  it('hold every reading of a username', () => {
    expect(placesOf({ username: 'Bob@Example.com' })).toStrictEqual([
      ['username', 'bob@example.com'],
      ['username', 'Bob@Example.com'],
    ])
    expect(placesOf({ username: '①⑧⑧①②③④⑧⑧⑧⑧' })).toStrictEqual([
      ['username', '+8618812348888'],
      ['username', '18812348888'],
    ])
  })

  it('count once where one person uses an email or a number as username too', () => {
    expect(placesOf({ email: 'bob@example.com', username: 'bob@example.com' })).toStrictEqual([
      ['email', 'bob@example.com'],
    ])
    expect(placesOf({ phone: '18812348888', username: '+8618812348888' })).toStrictEqual([
      ['phone', '+8618812348888'],
    ])
  })

  it('keep external ids and linked identities apart from logins', () => {
    const externalId = parseExternalId('bob')._unsafeUnwrap()
    const username = parseUsername('bob')._unsafeUnwrap()
    const keys = placedKeys({ externalId, username }, [newIdentity], identifierContext)
    expect(keys.map(({ path, key }) => [path, key.namespace])).toStrictEqual([
      [['username'], 'login'],
      [['externalId'], 'external'],
      [['identities', 0], 'identity'],
    ])
    expect(new Set(keys.map(({ key }) => keyText(key))).size).toBe(3)
  })

  it('name an identity by its place in the list, past one that is malformed', () => {
    const keys = placedKeys({}, [undefined, newIdentity], identifierContext)
    expect(keys.map(({ path }) => path)).toStrictEqual([['identities', 1]])
  })

  it('let no login text lead to two users who share none of them', () => {
    const name = fc.constantFrom('bob', 'J\u030c', 'İ', '\u212a', '\u00a8b', 'ß')
    const domain = fc.constantFrom('example.com', 'BÜCHER.example', 'xn--bcher-kva.example')
    const email = fc.tuple(name, domain).map(([local, host]) => `${local}@${host}`)
    const number = fc
      .tuple(fc.constantFrom('', '+86', '+86 ', '+1', '86'), fc.constantFrom('18812348888', '4155550100'))
      .map((parts) => parts.join(''))
    const styles = fc.constantFrom('plain', 'wide', 'upper', 'lower', 'nfd', 'circled')
    const margin = fc.constantFrom('', ' ', '\ufeff', '\u3000')
    // Two users and a login that write one or two texts, each in its own way.
    const meeting = fc
      .uniqueArray(fc.oneof(name, email, number), { minLength: 1, maxLength: 2 })
      .chain((texts) => {
        const text = fc
          .tuple(margin, fc.constantFrom(...texts), styles)
          .map(([before, base, style]) => before + restyle(base, style))
        const user = fc.record({ email: text, phone: text, username: text }, { requiredKeys: [] })
        return fc.tuple(user, user, text)
      })

    let met = 0
    fc.assert(
      fc.property(meeting, ([one, other, login]) => {
        const [ones, others] = [one, other].map(
          (each) => new Set(heldBy(each).map(({ key }) => keyText(key))),
        )
        const led = identifierKeysOf(login, identifierContext).map(keyText)
        if (!led.some((key) => ones!.has(key)) || !led.some((key) => others!.has(key))) return
        met += 1
        expect([...ones!].some((key) => others!.has(key))).toBe(true)
      }),
      {
        numRuns: 5000,
        examples: [
          [[{ phone: '18812348888' }, { username: '①⑧⑧①②③④⑧⑧⑧⑧' }, '18812348888']],
          [[{ email: 'J\u030c@example.com' }, { username: '\u01f0@example.com' }, '\u01f0@example.com']],
        ],
      },
    )
    expect(met).toBeGreaterThan(500)
  })
})

const restyle = (text: string, style: string): string => {
  if (style === 'upper') return text.toUpperCase()
  if (style === 'lower') return text.toLowerCase()
  if (style === 'nfd') return text.normalize('NFD')
  if (style === 'wide')
    return text.replaceAll(/[!-~]/gu, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0))
  if (style === 'circled')
    return text.replaceAll(/[1-9]/gu, (digit) => String.fromCodePoint(0x2460 + Number(digit) - 1))
  return text
}
