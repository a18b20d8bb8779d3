/**
 * The language among these that a reader wants: the very one, else one of the same primary language, as `zh-TW` finds
 * `zh-CN`; else the usual one. Takes `zh_CN` as well, as many systems write it (after RFC 4647, section 3.4).
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
