import { describe, expect, it } from 'vitest'
import { workplace } from './keepsake.ts'

describe('keepsake notices preview', () => {
  const place = workplace.bind(undefined, {
    notices: { service: 'Shop' },
    resetUrl: 'https://login.example.com/reset',
  })

  it('prints a notice as text, in the language asked for or the pool’s', async () => {
    const at = place()
    const english = await at.run(['notices', 'preview', 'password-reset', '--language', 'en-US'])
    expect(english).toMatchObject({ code: 0, error: '' })
    expect(english.out).toMatch(/^Reset your Shop password\n\nHello Zoe,\n/u)
    expect(english.out).toContain('\nhttps://login.example.com/reset?token=sample-token\n')
    const chinese = await at.run(['notices', 'preview', 'password-reset'])
    expect(chinese.out).toMatch(/^重置您的 Shop 密码\n\nZoe，您好：\n/u)
  })

  it('prints it as a page, and as a phone shows it', async () => {
    const at = place()
    const page = await at.run(['notices', 'preview', 'account-created', '--as', 'html', '--language', 'en'])
    expect(page.out).toMatch(/^<!doctype html>\s*<html lang="en-US">/u)
    const sms = await at.run(['notices', 'preview', 'account-created', '--as', 'sms', '--language', 'en'])
    expect(sms.out).toBe('Shop: an account has been created for you. Sign in at https://login.example.com/\n')
  })

  it('names the kinds that there are', async () => {
    const { code, error } = await place().run(['notices', 'preview', 'birthday'])
    expect(code).not.toBe(0)
    expect(error).toContain('account-created, account-activation, password-generated')
  })
})
