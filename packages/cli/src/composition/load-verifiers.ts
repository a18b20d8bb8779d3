import { pathToFileURL } from 'node:url'
import type { CustomVerifier } from '@keepsake/adapters/password/verifier'
import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { badField, type BadConfig } from './bad-config.ts'

const verifiers = z.record(
  z.string(),
  z.custom<CustomVerifier>((value) => typeof (value as CustomVerifier | null)?.matches === 'function'),
)

/** Loads the operator's own code. It is the only import here whose target is not known beforehand. */
export const loadVerifiers = (
  file: string | undefined,
): ResultAsync<Readonly<Record<string, CustomVerifier>>, BadConfig> => {
  if (file === undefined) return okAsync({})
  return ResultAsync.fromThrowable(
    async () => (await import(pathToFileURL(file).href)) as { readonly default?: unknown },
    (cause) => badField(['passwordVerifiersFile'], `${file} cannot be loaded: ${String(cause)}`),
  )().andThen((module) => {
    const parsed = verifiers.safeParse(module.default)
    return parsed.success
      ? ok(parsed.data)
      : err(
          badField(['passwordVerifiersFile'], `${file} must export verifiers by name, each with \`matches\``),
        )
  })
}
