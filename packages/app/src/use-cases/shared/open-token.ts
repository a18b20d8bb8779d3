import { sealed, type SealPlace, type Unavailable } from '@keepsake/domain'
import { isMisbehaviour } from '@keepsake/domain/guard'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { readJson } from './read-json.ts'

/**
 * Decrypts a token. `undefined` if it is not ours. A secret box does not say why it cannot open a text. Here this means that
 * the token is not ours, unless the box itself is broken.
 */
export const openToken = <T>(
  content: z.ZodType<T>,
  text: string,
  place: SealPlace,
  { ports }: Pick<Context, 'ports'>,
): ResultAsync<T | undefined, Unavailable> =>
  ports.secretBox
    .open(sealed(text), place)
    .map((secret) => content.safeParse(readJson(secret.reveal())).data)
    .orElse((failure) => (isMisbehaviour(failure) ? errAsync(failure) : okAsync(undefined)))
