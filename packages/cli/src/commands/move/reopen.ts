import type { CreateUsersOptions } from '@keepsake/domain'
import { z } from 'zod'
import type { SourceFrom, SourceOptions } from '../../sources/source-options.ts'

/** How a source was opened for a plan. Its run opens it in the same way. Paths are absolute; `-` is standard input. */
export type SourceArguments = Pick<
  SourceOptions,
  'files' | 'from' | 'with' | 'drop' | 'key' | 'flags' | 'mapping' | 'module' | 'query' | 'database'
> & {
  /** Options of the batch that flags or a file have given. */
  readonly options: CreateUsersOptions
}

/** The text that a plan stores. The URL of a database is not in it, since it may hold a password: a run is given it again. */
export const writeArguments = (given: SourceArguments): string =>
  JSON.stringify({ ...given, database: undefined })

const stored: z.ZodType<SourceArguments> = z.object({
  files: z.array(z.string()),
  from: z.custom<SourceFrom>((value) => typeof value === 'string').optional(),
  with: z.record(z.string(), z.array(z.string())).optional(),
  drop: z.array(z.string()).optional(),
  key: z.string().optional(),
  mapping: z.string().optional(),
  module: z.string().optional(),
  query: z.string().optional(),
  flags: z.record(z.string(), z.unknown()).optional(),
  options: z.record(z.string(), z.unknown()),
}) as z.ZodType<SourceArguments>

/** Reads the text of a plan. Nothing if another program has made the plan. */
export const readArguments = (text: string | undefined): SourceArguments | undefined => {
  if (text === undefined) return undefined
  try {
    return stored.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
