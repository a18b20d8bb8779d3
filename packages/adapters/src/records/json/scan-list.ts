import { jsonMarks as marks, type FilePlace } from '@keepsake/domain'
import { decodeAt } from '../bytes/decode.ts'
import { fileFault } from '../bytes/fault.ts'
import { advance } from '../bytes/place.ts'
import { leadsTo, type ListPath } from './list-path.ts'
import { beginSkip, isBlank, skipValue, type Skip } from './skip-value.ts'

/** What a scan meets: the list that it looks for, one of its elements, or a value beside it. */
export type Scanned =
  | { readonly kind: 'list'; readonly path: ListPath }
  | {
      readonly kind: 'element'
      /** The path of its list. An element of a list on the way is the step `*`. */
      readonly list: ListPath
      readonly place: FilePlace
      readonly bytes: Uint8Array | undefined
    }
  | {
      readonly kind: 'beside'
      readonly path: ListPath
      readonly place: FilePlace
      readonly isList: boolean
      /** Nothing if the value is too large. */
      readonly bytes: Uint8Array | undefined
    }

type Frame = {
  readonly keys: Set<string>
  readonly path: ListPath
  readonly isList: boolean
  /** A list whose elements hold the list that is looked for. */
  readonly isOnTheWay?: true
}
type Expects = 'value' | 'element-or-end' | 'key-or-end' | 'key' | 'colon' | 'comma-or-end' | 'nothing'
type Capture = {
  readonly of: 'key' | 'element' | 'beside'
  readonly place: FilePlace
  readonly skip: Skip
  readonly max: number
  readonly isList: boolean
  pieces: Uint8Array[]
  length: number
}

/** Where a scan begins: at the file's beginning, or before an element of the list at a path. */
export type ScanStart = { readonly place: FilePlace; readonly inside?: ListPath }

/** The most bytes of a key, and of a value beside the list, that are kept. */
const maxBeside = 65_536

/** Scans a JSON text by chunks. */
export type ListScan = {
  /** What the next chunk completes. Throws a fault if it breaks the JSON around the records. */
  readonly push: (chunk: Uint8Array) => Generator<Scanned>
  /** Ends the text. Throws a fault if something is open. */
  readonly end: () => Generator<Scanned>
  readonly place: () => FilePlace
}

/**
 * Finds the elements of one list in a JSON text of any size, as bytes, without building a value; with `every`, those of
 * every list at one of the paths, where the step `*` is any element of a list. It checks what is around the records. Each record is read by itself, by the same reader as a request: it refuses a key that is there twice, and
 * loses no digit.
 */
export const scanList = (
  targets: readonly ListPath[],
  start: ScanStart,
  maxElement: number,
  finds: 'first' | 'every' = 'first',
): ListScan => {
  const frames: Frame[] = start.inside === undefined ? [] : framesInside(start.inside)
  let isFound = start.inside !== undefined
  let expects: Expects = 'value'
  let path: ListPath = []
  let capture: Capture | undefined
  let place = start.place

  const broken = (at: FilePlace): Error => fileFault('file.syntax_broken', { format: 'JSON' }, at)
  const inList = (): boolean => frames.at(-1)?.isList === true
  const afterValue = (): void => {
    expects = frames.length === 0 ? 'nothing' : 'comma-or-end'
  }
  const beginCapture = (of: Capture['of'], at: FilePlace, max: number, isList = false): void => {
    capture = { of, place: at, skip: beginSkip(), max, isList, pieces: [], length: 0 }
  }
  const close = (): void => {
    frames.pop()
    afterValue()
  }

  const complete = function* (captured: Capture): Generator<Scanned> {
    const { of, place: at, length, max, isList, pieces } = captured
    capture = undefined
    const bytes = length > max ? undefined : Buffer.concat(pieces)
    if (of === 'key') {
      const key = bytes === undefined ? undefined : readKey(bytes, at)
      const frame = frames.at(-1)
      if (key === undefined || frame === undefined) throw broken(at)
      path = [...frame.path, key]
      if (frame.keys.has(key)) throw fileFault('request.key_repeated', undefined, at, path)
      frame.keys.add(key)
      expects = 'colon'
      return
    }
    afterValue()
    yield of === 'element'
      ? { kind: 'element', list: frames.at(-1)?.path ?? [], place: at, bytes }
      : { kind: 'beside', path, place: at, isList, bytes }
  }

  const step = function* (byte: number, at: FilePlace): Generator<Scanned> {
    const isEnd = byte === (inList() ? marks.closeList : marks.closeObject)
    switch (expects) {
      case 'colon':
        if (byte !== marks.colon) throw broken(at)
        expects = 'value'
        return
      case 'comma-or-end':
        if (isEnd) close()
        else if (byte === marks.comma) expects = inList() ? 'value' : 'key'
        else throw broken(at)
        return
      case 'key-or-end':
      case 'key':
        if (isEnd && expects === 'key-or-end') close()
        else if (byte === marks.quote) beginCapture('key', at, maxBeside)
        else throw broken(at)
        return
      case 'nothing':
        throw broken(at)
      case 'element-or-end':
      case 'value':
        if (isEnd && expects === 'element-or-end') close()
        else if (!canBeginValue(byte)) throw broken(at)
        else if (inList() && frames.at(-1)?.isOnTheWay !== true) beginCapture('element', at, maxElement)
        else yield* beginValue(byte, at)
    }
  }

  const beginValue = function* (byte: number, at: FilePlace): Generator<Scanned> {
    const on = frames.at(-1)
    if (on?.isOnTheWay === true) path = [...on.path, anyElement]
    const isWanted = (finds === 'every' || !isFound) && targets.some((target) => leadsTo(path, target))
    if (isWanted && byte === marks.openList && targets.some((target) => isSame(target, path))) {
      isFound = true
      frames.push({ keys: new Set(), path, isList: true })
      expects = 'element-or-end'
      yield { kind: 'list', path }
    } else if (isWanted && byte === marks.openList && targets.some((target) => goesThrough(path, target))) {
      frames.push({ keys: new Set(), path, isList: true, isOnTheWay: true })
      expects = 'element-or-end'
    } else if (isWanted && byte === marks.openObject) {
      frames.push({ keys: new Set(), path, isList: false })
      expects = 'key-or-end'
    } else beginCapture('beside', at, maxBeside, byte === marks.openList)
  }

  const push = function* (chunk: Uint8Array): Generator<Scanned> {
    let counted = 0
    const placeAt = (at: number): FilePlace => {
      place = advance(place, chunk, counted, at)
      counted = at
      return place
    }
    for (let at = 0; at < chunk.length;) {
      if (capture === undefined) {
        const byte = chunk[at]!
        if (isBlank(byte)) {
          at += 1
          continue
        }
        yield* step(byte, placeAt(at))
        // A value is captured with its first byte.
        if (capture === undefined) at += 1
      } else {
        const end = skipValue(capture.skip, chunk, at)
        const piece = chunk.subarray(at, end < 0 ? chunk.length : end)
        capture.length += piece.length
        if (capture.length <= capture.max) capture.pieces.push(piece)
        else capture.pieces = []
        at = end < 0 ? chunk.length : end
        if (end >= 0) yield* complete(capture)
      }
    }
    placeAt(chunk.length)
  }

  const end = function* (): Generator<Scanned> {
    if (capture?.skip.isWord === true && frames.length === 0) yield* complete(capture)
    if (expects !== 'nothing' || capture !== undefined)
      throw fileFault('file.ends_early', { format: 'JSON' }, place)
  }

  return { push, end, place: () => place }
}

/** The step of a path that is any element of a list. */
const anyElement = '*'

/** Whether a path goes on with the elements of the list at another one. */
const goesThrough = (path: ListPath, target: ListPath): boolean =>
  leadsTo(path, target) && target[path.length] === anyElement

const framesInside = (path: ListPath): Frame[] => [
  ...path.map((key, index) => ({ keys: new Set([key]), path: path.slice(0, index), isList: false })),
  { keys: new Set<string>(), path, isList: true },
]

const isSame = (one: ListPath, other: ListPath): boolean => one.length === other.length && leadsTo(one, other)

const canBeginValue = (byte: number): boolean => '"{[-0123456789tfn'.includes(String.fromCharCode(byte))

const readKey = (bytes: Uint8Array, place: FilePlace): string | undefined => {
  try {
    return JSON.parse(decodeAt(bytes, place)) as string
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
