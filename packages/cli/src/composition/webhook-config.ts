import { conceal, eventTypes, type DomainEventType, type Secret } from '@keepsake/domain'
import { z } from 'zod'

/** The endpoints that get events. */
export type WebhooksConfig = {
  readonly endpoints: readonly {
    readonly name?: string | undefined
    readonly url: string
    readonly secrets: readonly Secret<string>[]
    readonly events?: readonly DomainEventType[] | undefined
  }[]
  readonly allowPrivate: boolean
}

/** The schema of `webhooks`. */
export const webhooks: z.ZodType<WebhooksConfig> = z.strictObject({
  endpoints: z.array(
    z.strictObject({
      name: z.string().min(1).optional(),
      url: z.string().min(1),
      secrets: z
        .array(
          z
            .string()
            .min(1)
            .transform((value) => conceal(value)),
        )
        .min(1),
      events: z.array(z.enum(Object.keys(eventTypes) as DomainEventType[])).optional(),
    }),
  ),
  allowPrivate: z.boolean().default(false),
})
