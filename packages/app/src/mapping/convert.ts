import { issue, parseJson, type Checked } from '@keepsake/domain'
import { decodeBase64, momentOf } from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import { readForm } from './date-form.ts'
import type { Conversion } from './mapping.ts'

const wrong = (expected: string): Checked<never> => err([issue('file.cell_not_of_type', [], { expected })])

const flags: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['true', 't', 'yes', 'y', '1', 'on'].map((text) => [text, true])),
  ...Object.fromEntries(['false', 'f', 'no', 'n', '0', 'off'].map((text) => [text, false])),
}

/** Converts a value. `undefined` is no value, and stays so. */
export const convert = (value: unknown, conversion: Conversion): Checked<unknown> => {
  if (value === undefined || value === null) return ok(undefined)
  if (typeof conversion !== 'string') return convertBy(value, conversion)
  const text = textOf(value)
  switch (conversion) {
    case 'text':
      return ok(text ?? JSON.stringify(value))
    case 'number':
      return toNumber(value)
    case 'flag': {
      const flag = typeof value === 'boolean' ? value : ownValue(flags, text?.trim().toLowerCase())
      return flag === undefined ? wrong('true or false') : ok(flag)
    }
    case 'trim':
      return text === undefined ? wrong('text') : ok(text.trim() || undefined)
    case 'lower':
      return text === undefined ? wrong('text') : ok(text.toLowerCase())
    case 'json':
      return typeof value === 'string' ? (value.trim() === '' ? ok(undefined) : parseJson(value)) : ok(value)
    case 'hex-to-base64':
      return toBase64(text)
    case 'base64-to-hex':
      return toHex(text)
  }
}

type Structured = Exclude<Conversion, string>

const convertBy = (value: unknown, conversion: Structured): Checked<unknown> => {
  const text = textOf(value)
  if (text === undefined) return wrong('text')
  if (text.trim() === '' && !('enum' in conversion)) return ok(undefined)
  if ('date' in conversion) {
    const found = readForm(conversion.date)?.(text)
    return found === undefined ? wrong(conversion.date) : ok(found.day)
  }
  if ('time' in conversion) return toTime(text, conversion)
  if ('split' in conversion) return ok(partOf(text.split(conversion.split), conversion))
  if ('list' in conversion)
    return ok(
      text
        .split(conversion.list)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
  const mapped = ownValue(conversion.enum, text) ?? conversion.else
  if (mapped !== undefined) return ok(mapped)
  if (text === '') return ok(undefined)
  return wrong(`one of ${Object.keys(conversion.enum).slice(0, 20).join(', ')}`)
}

const ownValue = <T>(record: Readonly<Record<string, T>>, key: string | undefined): T | undefined =>
  key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined

/** A text as it is, and the digits of a number. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const toNumber = (value: unknown): Checked<unknown> => {
  if (typeof value === 'number') return ok(value)
  if (typeof value !== 'string') return wrong('a number')
  if (value.trim() === '') return ok(undefined)
  const parsed = parseJson(value.trim())
  return parsed.isOk() && typeof parsed.value === 'number' ? ok(parsed.value) : wrong('a number')
}

const toTime = (
  text: string,
  { time, zone = 'Z' }: { readonly time: string; readonly zone?: string },
): Checked<unknown> => {
  const unit = time === 'seconds' ? 1000 : time === 'milliseconds' ? 1 : undefined
  if (unit !== undefined) {
    const ms = Math.round(Number(text) * unit)
    // The times that a Date can hold.
    return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ok(new Date(ms).toISOString()) : wrong(time)
  }
  const found = readForm(time)?.(text)
  const at = found && momentOf(`${found.day}T${found.time}${found.zone ?? zone}`)
  return at === undefined ? wrong(time) : ok(new Date(at).toISOString())
}

const partOf = (
  parts: readonly string[],
  { split, take }: { readonly split: string; readonly take: 'first' | 'last' | 'rest' | number },
): string | undefined => {
  const part =
    take === 'first'
      ? parts[0]
      : take === 'last'
        ? parts.at(-1)
        : take === 'rest'
          ? parts.slice(1).join(split)
          : parts[take]
  return part?.trim() || undefined
}

const toBase64 = (text: string | undefined): Checked<unknown> => {
  const hex = text?.trim() ?? ''
  if (hex === '' || hex.length % 2 === 1 || !/^[0-9a-f]+$/iu.test(hex)) return wrong('bytes in hex')
  return ok(Buffer.from(hex, 'hex').toString('base64'))
}

const toHex = (text: string | undefined): Checked<unknown> => {
  const bytes = decodeBase64(text?.trim() ?? '')
  if (bytes === undefined || bytes.length === 0) return wrong('bytes in base64')
  return ok(Buffer.from(bytes).toString('hex'))
}
