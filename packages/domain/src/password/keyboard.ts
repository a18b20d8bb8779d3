/**
 * The keys of usual keyboards, folded, row by row, each row half a key further to the right than the one above: the
 * United States, German, French, Dvorak, Spanish, Russian, Greek. Then what people recite in a row like the alphabet:
 * Chinese numbers, the Japanese syllables, the Korean ones.
 */
const layouts: readonly (readonly string[])[] = [
  ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['1234567890', 'qwertzuiopü+', 'asdfghjklöä#', 'yxcvbnm,.-'],
  ['&é"\'(-è_çà)=', 'azertyuiop', 'qsdfghjklmù', 'wxcvbn,;:!'],
  ['1234567890[]', "',.pyfgcrl/=", 'aoeuidhtns-', ';qjkxbmwvz'],
  ['1234567890', 'qwertyuiop', 'asdfghjklñ', 'zxcvbnm,.-'],
  ['1234567890-=', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'],
  ['1234567890-=', ';σερτυθιοπ', 'ασδφγηξκλ', 'ζχψωβνμ'],
  ['一二三四五六七八九十'],
  ['あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん'],
  ['アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン'],
  ['가나다라마바사아자차카타파하'],
]

/** The block of digits beside a keyboard, and on a telephone. Its keys are exactly below each other. */
const digitBlocks: readonly (readonly string[])[] = [
  ['789', '456', '123'],
  ['123', '456', '789'],
]

/** The digits on the same keys as the signs of the upper row, on the keyboards of the United States. */
const shifted: Readonly<Record<string, string>> = Object.fromEntries(
  [...'!@#$%^&*()'].map((sign, index) => [sign, '1234567890'[index] ?? '']),
)

type Way = { readonly down: number; readonly right: number }

/** The six directions to a key next to this one. */
const ways: readonly Way[] = [
  { down: 0, right: 1 },
  { down: 0, right: -1 },
  { down: 1, right: 0 },
  { down: -1, right: 0 },
  { down: 1, right: -1 },
  { down: -1, right: 1 },
]

/** The key in this direction from each key. */
const stepsOf = (rows: readonly string[], { down, right }: Way): ReadonlyMap<string, string> =>
  new Map(
    rows.flatMap((row, at) =>
      [...row].flatMap((key, column) => {
        const next = rows[at + down]?.[column + right]
        return next === undefined ? [] : [[key, next] as const]
      }),
    ),
  )

/** Along a block of digits, line after line: `789456123`, `147258369`, and the same in reverse. */
const lineAfterLine = (rows: readonly string[]): readonly ReadonlyMap<string, string>[] => {
  const across = rows.join('')
  const down = [0, 1, 2].map((column) => rows.map((row) => row[column]).join('')).join('')
  return [across, down].flatMap((keys) => [
    new Map([...keys].map((key, at) => [key, keys[(at + 1) % keys.length] ?? ''])),
    new Map([...keys].map((key, at) => [keys[(at + 1) % keys.length] ?? '', key])),
  ])
}

/** For each layout and direction, the key in that direction from each key. */
const makeSteps = (): readonly ReadonlyMap<string, string>[] => [
  ...layouts.flatMap((rows) => ways.map((way) => stepsOf(rows, way))),
  ...digitBlocks.flatMap(lineAfterLine),
]

type StepBetween = { readonly step: ReadonlyMap<string, string>; readonly keys: string }

let between: ReadonlyMap<string, readonly StepBetween[]> | undefined

/** For each two keys next to each other, the steps that lead from one to the other. Made for the first password. */
const stepsBetween = (): ReadonlyMap<string, readonly StepBetween[]> =>
  (between ??= Map.groupBy(
    makeSteps().flatMap((step) => [...step].map(([from, to]) => ({ step, keys: from + to }))),
    ({ keys }) => keys,
  ))

/** How many characters before `end` lie in one straight line on some keyboard, each key next to the one before. */
export const lengthOfKeyRow = (text: string, end: number): number => {
  const [one, other] = [text.charAt(end - 2), text.charAt(end - 1)]
  const possible = [one + other, keyOf(one) + keyOf(other)].flatMap((keys) => stepsBetween().get(keys) ?? [])
  return Math.max(1, ...possible.map(({ step }) => lengthAlong(step, text, end)))
}

const lengthAlong = (step: ReadonlyMap<string, string>, text: string, end: number): number => {
  let start = end - 1
  while (start > 0 && isStep(step, text.charAt(start - 1), text.charAt(start))) start -= 1
  return end - start
}

/** With or without `shift`: a sign may have its own key on another keyboard. */
const isStep = (step: ReadonlyMap<string, string>, from: string, to: string): boolean =>
  step.get(from) === to || step.get(keyOf(from)) === keyOf(to)

/** The key of a character, on the keyboards of the United States. */
export const keyOf = (character: string): string => shifted[character] ?? character
