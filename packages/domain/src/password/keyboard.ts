/** The keys of usual keyboards, row by row, each row half a key further to the right than the one above. */
const layouts: readonly (readonly string[])[] = [
  ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['1234567890', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm,.-'],
  ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn,;:!'],
]

/** The digits that stand under the signs of the upper row, on the keyboards of the United States. */
const shifted: Readonly<Record<string, string>> = Object.fromEntries(
  [...'!@#$%^&*()'].map((sign, index) => [sign, '1234567890'[index] ?? '']),
)

/** The six ways to a key beside this one. */
const ways = [
  { down: 0, right: 1 },
  { down: 0, right: -1 },
  { down: 1, right: 0 },
  { down: -1, right: 0 },
  { down: 1, right: -1 },
  { down: -1, right: 1 },
] as const

/** For each layout and way, the key that lies that way from each key. */
const steps: readonly ReadonlyMap<string, string>[] = layouts.flatMap((rows) =>
  ways.map(
    ({ down, right }) =>
      new Map(
        rows.flatMap((row, at) =>
          [...row].flatMap((key, column) => {
            const next = rows[at + down]?.[column + right]
            return next === undefined ? [] : [[key, next] as const]
          }),
        ),
      ),
  ),
)

/** How many characters before `end` lie in one straight line on some keyboard, each key beside the one before. */
export const lengthOfKeyRow = (text: string, end: number): number =>
  Math.max(
    ...steps.map((step) => {
      let start = end - 1
      while (start > 0 && step.get(keyOf(text[start - 1])) === keyOf(text[start])) start -= 1
      return end - start
    }),
  )

const keyOf = (character = ''): string => shifted[character] ?? character
