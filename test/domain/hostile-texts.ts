const size = 64 * 1024

/** Texts of 64 KiB that a careless pattern would go over again and again. */
export const hostileTexts: readonly string[] = [
  'a',
  ' ',
  '\t\r\n',
  '-',
  '=',
  '0',
  '.',
  '@',
  'a.',
  'a@',
  '1-',
  '+86',
  'A=',
  '\u0301\u0316',
  '\ufdfa',
  '\ud800',
  '\u{1f600}',
  'T00:00',
].flatMap((piece) => {
  const run = piece.repeat(size / piece.length)
  return [run, `${run}!`, `a${run}`, `a@${run}.b`, `2022-06-03${run}x`]
})

/** Far above what any of these takes on a slow machine, and far below what going over one of them again and again takes. */
export const soon = 250

/** How many milliseconds some work took. */
export const timed = (work: () => unknown): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}
