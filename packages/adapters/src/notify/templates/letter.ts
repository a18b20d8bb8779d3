import type { NoticeKind } from '@keepsake/domain'

/** What stands on a line of its own: a sentence; a secret to be copied, after its label; a link, under its label. */
export type Line =
  | string
  | { readonly label: string; readonly secret: string }
  | { readonly label: string; readonly link: string }

/** What a message says, before it is text or HTML. No part of it is markup: each is escaped for where it goes. */
export type Letter = {
  readonly subject: string
  readonly lines: readonly Line[]
  /** The whole of it for a phone, in one line. */
  readonly sms: string
}

/** What a letter may tell. Links are checked, and hold the token where there is one. */
export type Facts = {
  'account-created': { readonly service: string; readonly link: string; readonly password?: string }
  /** Its link lasts a week from its making, and the message may take more than a day of it to arrive. */
  'account-activation': { readonly service: string; readonly link: string }
  'password-generated': { readonly service: string; readonly link: string; readonly password: string }
  'password-reset': { readonly service: string; readonly link: string }
  'otp-imported': { readonly service: string; readonly link?: string }
  'recovery-code-used': { readonly service: string; readonly link?: string }
}

/** A letter for every kind of notice. */
export type Letters = { readonly [K in NoticeKind]: (facts: Facts[K]) => Letter }

/** All that is said in one language. */
export type LanguageTemplates = {
  /** `name` is absent where the directory has none, or one that is not shown. */
  readonly greeting: (name: string | undefined) => string
  /** What stands under every letter. */
  readonly closing: (service: string) => string
  readonly letters: Letters
}

/** Languages by their BCP 47 tag, such as `zh-CN`. */
export type Templates = Readonly<Record<string, LanguageTemplates>>
