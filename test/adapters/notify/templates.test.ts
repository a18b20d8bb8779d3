import { builtInTemplates, html, openTemplates, sampleMessage } from '@keepsake/adapters/notify/templates'
import { noticeKinds, type Message, type NoticeKind } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { hostileText, linksIn, textOf } from './hostile.ts'
import { aMessage, activationUrl, loginUrl, resetUrl } from './messages.ts'

const origins = ['https://login.example.com/anywhere']
const write = openTemplates({ service: 'Shop & <Co>', origins })
const written = (message: Message) => write(message)._unsafeUnwrap()

const languages = ['zh-CN', 'en-US']
const everyKind = noticeKinds.flatMap((kind) => languages.map((locale) => [kind, locale] as const))

describe('a written message', () => {
  test.each(everyKind)('of %s in %s tells the same in text, HTML and on a phone', (kind, locale) => {
    const {
      subject,
      text,
      html: page,
      sms,
    } = written(aMessage(kind, { locale, name: 'Zoë', password: 'pass-word' }))
    expect(page).toContain(`lang="${locale}"`)
    expect(subject).toContain('Shop & <Co>')
    expect(text).toContain('Zoë')
    expect(sms).not.toContain('Zoë')
    const secret = { 'account-created': 'pass-word', 'password-generated': 'pass-word' }[kind as string]
    for (const each of [text, textOf(page), ...(secret === undefined ? [] : [sms])]) {
      expect(each).toContain('Shop & <Co>')
      if (secret !== undefined) expect(each).toContain(secret)
    }
    const link =
      {
        'account-activation': `${activationUrl}?token=to+ken%26%3D%23%3F%2F`,
        'password-reset': `${resetUrl}?token=to+ken%26%3D%23%3F%2F`,
      }[kind as string] ?? loginUrl
    expect(linksIn(page)).toStrictEqual([link])
    expect(text).toContain(`\n${link}\n`)
    expect(sms.includes('\n') || subject.includes('\n')).toBe(false)
  })

  test('has its own words for every kind and language', () => {
    const subjects = everyKind.map(([kind, locale]) => written(aMessage(kind, { locale })).subject)
    expect(new Set(subjects).size).toBe(everyKind.length)
  })

  test.each([
    ['zh-CN', '您好'],
    ['zh_CN', '您好'],
    ['ZH-tw', '您好'],
    ['zh', '您好'],
    ['en-GB', 'Hello'],
    ['EN_us', 'Hello'],
    ['fr-FR', '您好'],
    ['', '您好'],
    ['__proto__', '您好'],
    [undefined, '您好'],
  ])('to a reader who prefers %s greets with %s', (locale, greeting) => {
    const message = { ...aMessage('otp-imported'), ...(locale === undefined ? {} : { locale }) }
    expect(written(message).text).toContain(greeting)
  })

  test('is in the usual language where the reader’s is not there', () => {
    const english = openTemplates({ service: 'S', origins, language: 'en-US' })
    expect(english(aMessage('otp-imported', { locale: 'fr' }))._unsafeUnwrap().text).toContain('Hello,')
    expect(() => openTemplates({ service: 'S', origins, language: 'fr' })).toThrow(
      'choose one of zh-CN, en-US, or give templates in fr',
    )
    expect(() => openTemplates({ service: 'S', origins, language: 'toString' })).toThrow(
      'language: choose one of zh-CN, en-US',
    )
  })

  test('of an account without a generated password tells none', () => {
    const { text } = written({
      key: 'k',
      channel: 'email',
      to: 'a@b.cn',
      kind: 'account-created',
      loginUrl,
      locale: 'en',
    })
    expect(text).not.toContain('password:')
  })

  test('leads nowhere where the pool has no address to sign in at', () => {
    for (const kind of ['otp-imported', 'recovery-code-used'] as const)
      expect(linksIn(written({ key: 'k', channel: 'email', to: 'a@b.cn', kind }).html)).toStrictEqual([])
  })

  test.each([
    ['王小明', true],
    ['J. R. O’Neill', true],
    ['Zoë-Anne', true],
    ['नेहा', true],
    ['evil.example', false],
    ['http://evil.example', false],
    ['call +1/555', false],
    ['a@b.example', false],
    ['<b>bold</b>', false],
    ['two\nlines', false],
    ['you won! click', false],
    ['x'.repeat(65), false],
    ['   ', false],
  ])('greets %j by name: %s', (name, shown) => {
    const { text, html: page } = written(aMessage('otp-imported', { name, locale: 'en' }))
    expect(text.startsWith(shown ? `Hello ${name},\n` : 'Hello,\n')).toBe(true)
    expect(textOf(page).includes(shown ? `Hello ${name},` : 'Hello,')).toBe(true)
  })

  test.each([
    'https://evil.example',
    'https://login.example.com.evil.example/',
    'https://login.example.com@evil.example/',
    'https://user:word@login.example.com/',
    'http://login.example.com/',
    'https://login.example.com:8443/',
    'javascript:alert(1)//https://login.example.com',
    'data:text/html,x',
    '//login.example.com',
    '/login',
    '',
    'https://login.example.com\u0000.evil.example/',
  ])('whose link leads to %j is not written, and the link not repeated', (address) => {
    const error = write({ ...aMessage('password-reset'), resetUrl: address } as Message)._unsafeUnwrapErr()
    expect(error).toMatchObject({ kind: 'undeliverable', reason: 'not-allowed' })
    expect(String(error.cause)).toBe('Error: a link leads to none of the allowed origins')
  })

  it('gains no link, markup or line, whatever stands in 10,000 names, passwords and languages', () => {
    const changes = fc.record({
      name: hostileText,
      password: hostileText,
      token: hostileText,
      locale: hostileText,
    })
    fc.assert(
      fc.property(fc.constantFrom(...noticeKinds), changes, (kind, change) => {
        const { subject, html: page, text, sms } = written(aMessage(kind, change))
        const clean = written(aMessage(kind, { ...change, name: '', password: 'p', token: 't' }))
        expect(linksIn(page)).toHaveLength(linksIn(clean.html).length)
        for (const link of linksIn(page)) expect(new URL(link).origin).toBe('https://login.example.com')
        expect(tagsIn(page)).toStrictEqual(tagsIn(clean.html))
        expect(subject).toBe(clean.subject)
        expect(sms).not.toMatch(/[\r\n]/u)
        expect(text.split('\n')[0]).not.toMatch(/[/:@<]|\.\S/u)
      }),
      { numRuns: 10_000 },
    )
  })
})

const tagsIn = (page: string): readonly string[] => [...page.matchAll(/<\/?[a-z]+/gu)].map(([tag]) => tag)

describe('an embedder’s own words', () => {
  const own = openTemplates({
    service: 'S',
    origins,
    language: 'en-US',
    templates: {
      ...builtInTemplates,
      'en-US': {
        ...builtInTemplates['en-US'],
        letters: {
          ...builtInTemplates['en-US'].letters,
          'password-reset': ({ link }) => ({
            subject: 'New\r\nBcc: everybody@example.com',
            lines: ['<i>Hi</i>', { label: 'Go', link }],
            sms: 'a\nb',
          }),
          'otp-imported': () => ({
            subject: '',
            lines: [{ label: 'x', link: 'https://evil.example' }],
            sms: '',
          }),
          'recovery-code-used': () => {
            throw new Error('a mistake')
          },
        },
      },
    },
    layout: ({ subject, lines }) =>
      html`<h1>${subject}</h1>
        ${lines.map((line) => html`<p>${JSON.stringify(line)}</p>`)}`,
  })

  it('take the place of ours, escaped and in one line all the same', () => {
    const { subject, text, html: page, sms } = own(aMessage('password-reset'))._unsafeUnwrap()
    expect(subject).toBe('New Bcc: everybody@example.com')
    expect(text).toContain('<i>Hi</i>')
    expect(page).toContain('<h1>New Bcc: everybody@example.com</h1>')
    expect(page).toContain('<p>&quot;&lt;i&gt;Hi')
    expect(sms).toBe('a b')
  })

  it('lead nowhere else either', () => {
    expect(own(aMessage('otp-imported'))._unsafeUnwrapErr()).toMatchObject({ reason: 'not-allowed' })
  })

  it('that throw stop their own message alone', () => {
    expect(own(aMessage('recovery-code-used'))._unsafeUnwrapErr()).toMatchObject({ reason: 'not-prepared' })
    expect(own(aMessage('password-generated')).isOk()).toBe(true)
  })
})

test.each(noticeKinds)('a sample of %s can be written', (kind: NoticeKind) => {
  for (const channel of ['email', 'sms'] as const)
    expect(write(sampleMessage(kind, channel, { loginUrl, resetUrl, activationUrl })).isOk()).toBe(true)
})
