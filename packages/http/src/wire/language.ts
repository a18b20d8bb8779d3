import type { Language } from './message.ts'

/** The language for callers that name none. The contract's own service answers in it. */
const usual: Language = 'zh-CN'

/** In UTF-16 units. Browsers send less than a tenth of it. */
const maxHeader = 1000

/**
 * The language of an answer: the one that `x-authing-lang` names, else the one that `Accept-Language` ranks highest (RFC
 * 9110, section 12.5.4), else Chinese.
 */
export const languageOf = (named: string | undefined, accepted: string | undefined): Language =>
  languageOfTag(named ?? '') ?? languageOfRanges(accepted ?? '') ?? usual

const languageOfRanges = (header: string): Language | undefined => {
  const ranges = header.slice(0, maxHeader).split(',').map(parseRange)
  const unwanted = ranges.filter(({ weight }) => weight === 0).map(({ tag }) => languageOfTag(tag))
  const wanted = ranges
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => (tag === '*' ? anyBut(unwanted) : languageOfTag(tag)))
    .find((language) => language !== undefined)
  return wanted ?? anyBut(unwanted)
}

/** The default language, unless the caller does not want it. */
const anyBut = (unwanted: readonly (Language | undefined)[]): Language | undefined =>
  ([usual, 'en-US'] as const).find((language) => !unwanted.includes(language))

type Range = { readonly tag: string; readonly weight: number }

/** A range with an invalid weight is ignored. */
const parseRange = (text: string): Range => {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim())
  const [weight] = parameters.filter((each) => /^q=/iu.test(each)).map((each) => each.slice(2))
  if (weight === undefined) return { tag, weight: 1 }
  return { tag, weight: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/u.test(weight) ? Number(weight) : Number.NaN }
}

/** The ISO 639 codes of Chinese, of its varieties that browsers and phones name, and of English. */
const languages: ReadonlyMap<string | undefined, Language> = new Map<string, Language>([
  ...['zh', 'zho', 'chi', 'cmn', 'yue', 'wuu', 'hak', 'nan'].map((code) => [code, 'zh-CN'] as const),
  ...['en', 'eng'].map((code) => [code, 'en-US'] as const),
])

/** Only the first part counts: `zh-Hans-CN` and `zh_TW` get the same Chinese. */
const languageOfTag = (tag: string): Language | undefined =>
  languages.get(tag.trim().toLowerCase().split(/[-_]/u)[0])
