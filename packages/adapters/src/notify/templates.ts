import {
  configurationIssue,
  refuseConfiguration,
  undeliverable,
  type Message,
  type Undeliverable,
} from '@keepsake/domain'
import { ok, Result } from 'neverthrow'
import { checkedLink, type LinkOrigins } from './templates/checked-link.ts'
import { enUs } from './templates/en-us.ts'
import { factsOf } from './templates/facts-of.ts'
import { plainLayout, plainText, type Layout, type Page } from './templates/layout.ts'
import type { LanguageTemplates, Letter, Line, Templates } from './templates/letter.ts'
import { pickLanguage } from './templates/pick-language.ts'
import { zhCn } from './templates/zh-cn.ts'
import type { MessageFacts, WriteMessage, WrittenMessage } from './written-message.ts'

export type { MessageFacts, WriteMessage, WrittenMessage } from './written-message.ts'
export type { Facts, LanguageTemplates, Letter, Letters, Line, Templates } from './templates/letter.ts'
export { html, type Html } from './templates/html.ts'
export type { Layout, Page } from './templates/layout.ts'
export { sampleMessage } from './templates/sample-message.ts'

/** Chinese and English. Spread it, one of its languages or their letters, to use your own words instead. */
export const builtInTemplates: Readonly<Record<'zh-CN' | 'en-US', LanguageTemplates>> = {
  'zh-CN': zhCn,
  'en-US': enUs,
}

export type TemplateOptions = {
  /** The name by which readers know the service. */
  readonly service: string
  /**
   * The origins that links may lead to, such as `https://login.example.com`. Of an address with a path, only the origin
   * counts.
   */
  readonly origins: readonly string[]
  /** The language for readers who prefer a language that is not there; `zh-CN` if absent. */
  readonly language?: string
  /** The texts; the built-in languages if absent. */
  readonly templates?: Templates
  /** The HTML layout. */
  readonly layout?: Layout
}

/**
 * Writes messages in words, in the language of their reader. A subject contains nothing that a user chose; the user's
 * name is only in the greeting. Throws a configuration error if an origin is no web address, or if the usual language is
 * not there.
 */
export const openTemplates = ({ service, origins, ...options }: TemplateOptions): WriteMessage => {
  const templates: Templates = options.templates ?? builtInTemplates
  const usual = options.language ?? 'zh-CN'
  refuseConfiguration([
    ...(Object.hasOwn(templates, usual)
      ? []
      : [
          configurationIssue(
            'templates.language_missing',
            ['language'],
            `choose one of ${Object.keys(templates).join(', ')}, or give templates in ${usual}`,
          ),
        ]),
    ...origins.flatMap((origin, index) =>
      URL.canParse(origin)
        ? []
        : [
            configurationIssue(
              'templates.origin_malformed',
              ['origins', index],
              'give an address such as https://login.example.com',
            ),
          ],
    ),
  ])
  const given: Given = {
    service,
    templates,
    usual,
    layout: options.layout ?? plainLayout,
    origins: new Set(origins.map((address) => new URL(address).origin)),
  }
  // A custom template may throw; the rest of the outbox must not suffer.
  const write = Result.fromThrowable(
    (message: Message) => writeMessage(message, given),
    (cause) => undeliverable('not-prepared', cause),
  )
  return (message) => write(message).andThen((written) => written)
}

type Given = {
  readonly service: string
  readonly templates: Templates
  /** One of the templates' languages. */
  readonly usual: string
  readonly layout: Layout
  readonly origins: LinkOrigins
}

const writeMessage = (message: Message, given: Given): Result<WrittenMessage, Undeliverable> => {
  const { service, templates, usual, layout, origins } = given
  const language = pickLanguage(message.locale, Object.keys(templates), usual)
  const { greeting, closing, letters } = templates[language] ?? zhCn
  return factsOf(message, service, origins).andThen((facts) =>
    // `Facts` and `factsOf` both list the facts of each kind; the compiler cannot see that they agree.
    checkedLetter((letters[message.kind] as (told: MessageFacts) => Letter)(facts), origins).map((letter) => {
      const page: Page = {
        language,
        subject: letter.subject,
        greeting: oneLine(greeting(facts.name)),
        lines: letter.lines,
        closing: oneLine(closing(service)),
      }
      const { subject } = page
      return { subject, text: plainText(page), html: layout(page).markup, sms: letter.sms, language, facts }
    }),
  )
}

/** Cleans every text of a letter, and checks the links that its author has put in. */
const checkedLetter = (letter: Letter, origins: LinkOrigins): Result<Letter, Undeliverable> =>
  Result.combine(
    letter.lines.map((line): Result<Line, Undeliverable> => {
      if (typeof line === 'string') return ok(oneLine(line))
      const label = oneLine(line.label)
      return 'secret' in line
        ? ok({ label, secret: line.secret })
        : checkedLink(line.link, undefined, origins).map((link) => ({ label, link }))
    }),
  ).map((lines) => ({ subject: oneLine(letter.subject), lines, sms: oneLine(letter.sms) }))

/**
 * Everything that ends a line, is invisible, reverses text or is half a character; a header must hold none of these.
 */
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

const oneLine = (text: string): string => text.replaceAll(unseen, ' ').trim()
