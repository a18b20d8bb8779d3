/** Values that people and programs send in any field, and that are easily lost. */
const anywhere: readonly unknown[] = [
  '',
  ' ',
  'x',
  ' padded ',
  'tab\tinside',
  'line\nbreak',
  'null',
  'undefined',
  'NaN',
  'true',
  'yes',
  '0',
  '1e3',
  0,
  -1,
  1.5,
  1e21,
  true,
  false,
  [],
  [''],
  ['a', 'a'],
  [null],
  {},
  { a: 1 },
  '\u200bzero\u200bwidth',
  'e\u0301 decomposed',
  'ﬁ ligature',
  'Ｆｕｌｌ',
  '\ud800',
  '\u0000',
  '2022-02-30',
  '31/12/1999',
  '2022-06-03T12:00:00Z',
  '+86 188 1234 5678',
  'https://example.com/ä b.png',
  'a@b@c.example',
  'w',
  'F',
  'Deleted',
  'x'.repeat(3000),
]

const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/gu, (character) => String.fromCodePoint(character.codePointAt(0)! + 0xfee0))

/** Values that are nearly a good one. */
const nearly = (good: unknown): readonly unknown[] => {
  if (typeof good === 'string')
    return [
      ` ${good}\t`,
      `\u202a${good}\u202c`,
      `\ufeff${good}`,
      `${good}\u200b`,
      `${good.slice(0, 1)}\u00ad${good.slice(1)}`,
      `${good}\r\n`,
      good.toUpperCase(),
      good.toLowerCase(),
      fullWidth(good),
      `"${good}"`,
      `${good};${good}`,
      `${good}\\u0000`,
      [good],
      { value: good },
    ]
  if (typeof good === 'number') return [String(good), ` ${good}`, good + 0.5, -good, -0, good * 1e9, [good]]
  if (typeof good === 'boolean') return [!good, String(good), Number(good), [good]]
  if (Array.isArray(good)) return [[...good, ...good], [...good, ''], good[0], { 0: good[0] }, String(good)]
  return [[good], JSON.stringify(good), { ...(good as object), unheardOf: 1 }, { ...(good as object), '': 1 }]
}

/** What replaces a good value. */
export const unusualFor = (good: unknown): readonly unknown[] => [...nearly(good), ...anywhere]
