import { readHashColumn } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

describe('the text that another system kept', () => {
  it.each([
    '!',
    '!!',
    '*',
    '*!',
    '!*',
    '*************',
    'x',
    'X',
    'NP',
    '*NP*',
    'UP',
    '*LK*',
    '*LK*NP',
    '*LOCKED*',
    `*LOCKED*${bcrypt}`,
    `*LK*${bcrypt}`,
    `!${bcrypt}`,
    `!!${bcrypt}`,
    '!$6$saltsalt$digest',
    '!_J9..saltdigest',
    '!{SSHA}digest',
    `!${'aB3'.repeat(13)}z`,
    '{SASL}bob@example.com',
    '{sasl}bob',
    '{KERBEROS}bob@EXAMPLE.COM',
    '{K5KEY}',
    '{UNIX}bob',
    '{CRYPT}!',
    '{crypt}*',
    '{CRYPT}x',
    '{CRYPT}!!',
    '{CRYPT}*LK*',
    '{CRYPT}!$6$saltsalt$digest',
    'NO PASSWORDXXXXXXXXXXXXXXXXXXXXX',
    'X'.repeat(32),
    'not cached',
    ' !!\n',
  ])('marks that there is no password: %s', (text) => {
    expect(readHashColumn(text)).toStrictEqual({ kind: 'none' })
  })

  it.each([
    '{noop}',
    '{NOOP}',
    '{PLAIN}',
    '{plain}',
    '{CLEAR}',
    '{CLEARTEXT}',
    '{plaintext}',
    'plain$$',
    ' \t{noop}',
  ])('is a password in clear behind %s, every character of which counts', (scheme) => {
    for (const text of ['canary', ' canary \n', '{SSHA}canary', '{noop}', '!', '密码'])
      expect(readHashColumn(scheme + text)).toStrictEqual({ kind: 'clear', text })
  })

  it.each(['密码 é 🔑', 'tulip-river-74', ' a b '])(
    'is a password in clear where Dovecot encodes it: %s',
    (text) => {
      const bytes = Buffer.from(text)
      for (const encoded of [
        `{PLAIN.HEX}${bytes.toString('hex')}`,
        `{CLEAR.hex}${bytes.toString('hex').toUpperCase()}`,
        `{PLAIN.B64}${bytes.toString('base64')}`,
        `{cleartext.base64}${bytes.toString('base64')}`,
      ])
        expect(readHashColumn(encoded)).toStrictEqual({ kind: 'clear', text })
    },
  )

  it('is a hash without the white space around it', () => {
    for (const around of ['', ' ', '\n', '\r\n', '\t', '\u00a0', '\ufeff', ' \n \t'])
      expect(readHashColumn(around + bcrypt + around)).toStrictEqual({ kind: 'hash', encoded: bcrypt })
  })

  it.each([
    bcrypt,
    '{SSHA}digest',
    '{CRYPT}$6$saltsalt$digest',
    '{noop}',
    '{PLAIN.HEX}canary',
    '{PLAIN.B64}!',
    '{PLAIN-TRUNC}canary',
    'plain$salt$canary',
    '{noopx}canary',
    '*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29',
    '!canary',
    '!correct horse battery staple',
    'xx',
    'NPC',
    '',
    'null',
    '!'.repeat(17),
    `!${'a'.repeat(31)}`,
    `!${'a'.repeat(41)}`,
    'X'.repeat(31),
  ])('may be a hash, or is for somebody else to refuse: %s', (text) => {
    expect(readHashColumn(text)).toStrictEqual({ kind: 'hash', encoded: text })
  })

  it('is as it stands where the format is one of the embedder’s own', () => {
    for (const text of ['!', ' * ', '{noop}canary'])
      expect(readHashColumn(text, 'custom:mine')).toStrictEqual({ kind: 'hash', encoded: text })
    expect(readHashColumn('!', 'bcrypt')).toStrictEqual({ kind: 'none' })
  })
})
