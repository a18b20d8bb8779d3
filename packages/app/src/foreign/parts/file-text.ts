/** The text of a file that holds one value on one line, such as a key. */
export const oneLine = (text: string): string | undefined => {
  const line = text.replace(/^\uFEFF/u, '').trim()
  return line === '' || /[\r\n]/u.test(line) ? undefined : line
}
