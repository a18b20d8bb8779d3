import { undeliverable, type NoticeKind, type Undeliverable } from '@keepsake/domain'
import { err, ok, Result } from 'neverthrow'
import type { MessageFacts, WrittenMessage } from '../written-message.ts'

/** What may fill a variable of a provider's template. */
export type TemplateFact = keyof MessageFacts

/** The templates that a provider has approved, by kind of notice and language, such as `zh-CN`. */
export type RegisteredTemplates<T> = Partial<Readonly<Record<NoticeKind, Readonly<Record<string, T>>>>>

/** The template for a message; that of another language if there is none in its own. */
export const findTemplate = <T>(
  templates: RegisteredTemplates<T>,
  kind: NoticeKind,
  { language }: WrittenMessage,
): Result<T, Undeliverable> => {
  const ofKind = templates[kind] ?? {}
  const template = Object.hasOwn(ofKind, language) ? ofKind[language] : Object.values(ofKind)[0]
  return template === undefined
    ? err(undeliverable('not-prepared', new Error(`no template is registered for ${kind}`)))
    : ok(template)
}

/** The values of the variables, in order. */
export const fill = (
  wanted: readonly TemplateFact[],
  { facts }: WrittenMessage,
): Result<readonly string[], Undeliverable> =>
  Result.combine(
    wanted.map((fact): Result<string, Undeliverable> => {
      const value = facts[fact]
      return value === undefined
        ? err(
            undeliverable(
              'not-prepared',
              new Error(`a template tells the ${fact} of a message that has none`),
            ),
          )
        : ok(value)
    }),
  )
