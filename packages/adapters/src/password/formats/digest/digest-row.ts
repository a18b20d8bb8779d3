import { sameBytes } from './digest.ts'
import { hashFormat, type HashFormat, type HashFormatRow } from '../hash-format.ts'
import { isWrappable, type BareHash } from './recipes.ts'

/** A row for one spelling of a fast digest, computed once: weak, and never too costly. */
export const digestRow = (
  id: string,
  parse: (encoded: string) => BareHash | undefined,
  rest: Pick<HashFormatRow<BareHash>, 'mustBeNamed' | 'fields'> = {},
): HashFormat =>
  hashFormat<BareHash>({
    ...rest,
    id,
    parse: (encoded) => {
      const hash = parse(encoded)
      return hash?.digest.length === hash?.recipe.digestBytes ? hash : undefined
    },
    bounds: [],
    strength: () => 'weak',
    matches: async (password, { recipe, salt, digest }) =>
      sameBytes(await recipe.derive(password, salt), digest),
    utf8Only: ({ recipe }) => recipe.utf8Only ?? false,
    wrappable: (hash) => (isWrappable(hash) ? hash : undefined),
  })
