import type { NoticeKind } from '@keepsake/domain'

/** What is on a line by itself: a sentence; a secret to copy, after its label; a link, under its label. */
export type Line =
  | string
  | { readonly label: string; readonly secret: string }
  | { readonly label: string; readonly link: string }

/** What a message says, before it is text or HTML. No part of it is markup: each part is escaped for its place. */
export type Letter = {
  readonly subject: string
  readonly lines: readonly Line[]
  /** The whole message for a phone, in one line. */
  readonly sms: string
}

/** The facts that a letter may contain. Links are checked, and hold the token if there is one. */
export type Facts = {
  'account-created': { readonly service: string; readonly link: string; readonly password?: string }
  /** Its link is good for a week after it was made, and the message may take more than a day of it to arrive. */
  'account-activation': { readonly service: string; readonly link: string }
  'password-generated': { readonly service: string; readonly link: string; readonly password: string }
  'password-reset': { readonly service: string; readonly link: string }
  'otp-imported': { readonly service: string; readonly link?: string }
  'recovery-code-used': { readonly service: string; readonly link?: string }
}

/** A letter for every kind of notice. */
export type Letters = { readonly [K in NoticeKind]: (facts: Facts[K]) => Letter }

/** All texts of one language. */
export type LanguageTemplates = {
  /** `name` is absent if the user has none, or one that must not be shown. */
  readonly greeting: (name: string | undefined) => string
  /** The text under every letter. */
  readonly closing: (service: string) => string
  readonly letters: Letters
}

/** Languages by their BCP 47 tag, such as `zh-CN`. */
export type Templates = Readonly<Record<string, LanguageTemplates>>
