/**
 * The language among these for a reader: the exact one; otherwise one with the same primary language, as `zh-TW` finds
 * `zh-CN`; otherwise the usual one. Accepts `zh_CN` as well, as many systems write it (after RFC 4647, section 3.4).
 */
export const pickLanguage = (
  locale: string | undefined,
  languages: readonly string[],
  usual: string,
): string => {
  const wanted = (locale ?? '').replaceAll('_', '-').toLowerCase()
  return (
    languages.find((each) => each.toLowerCase() === wanted) ??
    languages.find((each) => primary(each) === primary(wanted)) ??
    usual
  )
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''
