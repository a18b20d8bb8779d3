/** A script other than Latin, a letter of it, and the letters of each script that look like a letter of the other. */
type Pair = { readonly letter: RegExp; readonly likeLatin: RegExp; readonly latinAlike: RegExp }

/** From Unicode's table of confusable characters (UTS 39): the letters that common fonts draw alike. */
const pairs: readonly Pair[] = [
  {
    letter: /\p{Script=Cyrillic}/u,
    likeLatin: /[ЁЅІЇЈАВЕКМНОРСТУХаеорсухёѕіїјѴѵҮүһӀӏԁԚԛԜԝ]/u,
    latinAlike: /[ABCEHIJKMOPQSTVWXYacdehijlopqsvwxyËÏëï]/u,
  },
  {
    letter: /\p{Script=Greek}/u,
    likeLatin: /[ͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυϲϳϹ]/u,
    latinAlike: /[ABCEHIJKMNOPTXYZacijknopuv]/u,
  },
]

const latin = /\p{Script=Latin}/u
const words = /[\p{L}\p{M}]+/gu

/**
 * Whether a word of the text mixes Latin letters with Cyrillic or Greek ones and could pass for a word of one script:
 * `аdmin` with a Cyrillic `а`. `ЯндексPro` could not, and neither can two words of two scripts.
 */
export const mixesAlikeScripts = (text: string): boolean =>
  // Most names have no letter of another script and are not split.
  pairs.some(({ letter }) => letter.test(text)) &&
  (text.match(words) ?? []).some((word) => pairs.some((pair) => passesForOne([...word], pair)))

const passesForOne = (letters: readonly string[], { letter, likeLatin, latinAlike }: Pair): boolean => {
  const [inLatin, inOther] = [
    letters.filter((each) => latin.test(each)),
    letters.filter((each) => letter.test(each)),
  ]
  return (
    inLatin.length > 0 &&
    inOther.length > 0 &&
    (inOther.every((each) => likeLatin.test(each)) || inLatin.every((each) => latinAlike.test(each)))
  )
}
