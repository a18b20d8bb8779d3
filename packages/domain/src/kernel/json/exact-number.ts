/** A number that might lose a digit: sixteen digits or more, or an exponent. A text may match without such a number. */
const suspicious = /(?:^|[:,[\s])-?(?:[\d.]{16,}|[\d.]+[eE])/u

/** Whether a JSON text may hold a number that JavaScript cannot keep exactly. */
export const mayHoldInexactNumber = (text: string): boolean => suspicious.test(text)

/**
 * The number in a JSON text, if JavaScript keeps every digit of it; otherwise `NaN`, which no rule accepts as a number.
 * The nearest number would not be the one that was sent.
 */
export const exactNumber = (text: string): number => {
  const value = Number(text)
  return decimal(text) === decimal(String(value)) ? value : Number.NaN
}

/** The digits without zeros at either end, and the power of ten of the last one. */
const decimal = (text: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/u.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/u, '')
  const significant = digits.slice(0, endOfSignificant(digits))
  const power = Number(exponent) - fraction.length + digits.length - significant.length
  return significant === '' ? '0' : `${text.startsWith('-') ? '-' : ''}${significant}e${power}`
}

const endOfSignificant = (digits: string): number => {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '0') end -= 1
  return end
}
