import { decodePaddedBase64 } from '../text/base64.ts'
import type { Form } from './expression.ts'

/** The bytes of a text in another form; nothing if it cannot be read in that form. `raw` is for digests. */
export const readForm = (form: Exclude<Form, 'raw'>, text: Buffer): Buffer | undefined => {
  switch (form) {
    case 'base64':
      return Buffer.from(text.toString('base64'))
    case 'upper':
      return Buffer.from(text.toString('latin1').replace(/[a-z]/gu, toUpper), 'latin1')
    case 'lower':
      return Buffer.from(text.toString().toLowerCase())
    case 'utf16le':
      return Buffer.from(text.toString(), 'utf16le')
    case 'unhex':
      return /^(?:[0-9a-fA-F]{2})*$/u.test(text.toString('latin1'))
        ? Buffer.from(text.toString('latin1'), 'hex')
        : undefined
    case 'unbase64':
      return decodePaddedBase64(padded(text.toString('latin1')))
  }
}

const toUpper = (letter: string): string => letter.toUpperCase()

const padded = (text: string): string => (text.endsWith('=') ? text : text + '='.repeat(-text.length & 3))
