import { sameBytes } from './digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { isWrappable, type BareHash } from './recipes.ts'

/** A row for one spelling of a fast digest, computed once: weak, and never too costly. */
export const digestRow = (
  id: string,
  parse: (encoded: string) => BareHash | undefined,
  mustBeNamed = false,
): HashFormat =>
  hashFormat<BareHash>({
    id,
    mustBeNamed,
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
