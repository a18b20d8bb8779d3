import { issue, type FilePlace, type Issue, type Path } from '@keepsake/domain'

/** Why a file cannot be read any further. Without a place, it is where the reader has got to. */
export type FileFault = { readonly issues: readonly Issue[]; readonly place?: FilePlace }

const faults = new WeakMap<Error, FileFault>()

/** Makes the error that ends a stream of bytes. It goes no further than to the reader, which makes a result of it. */
export const fileFault = (
  code: Issue['code'],
  params: Issue['params'],
  place?: FilePlace,
  path: Path = [],
): Error => {
  const error = new Error(code)
  const issues = [issue(code, path, params)]
  faults.set(error, place === undefined ? { issues } : { issues, place })
  return error
}

/** What such an error says. Nothing for any other error. */
export const faultOf = (error: unknown): FileFault | undefined =>
  error instanceof Error ? faults.get(error) : undefined
