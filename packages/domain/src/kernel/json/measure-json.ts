import { endOfString, marks } from './json-text.ts'

/** How much a JSON text holds, counted without reading it. */
export type JsonMeasure = {
  /** The keys of all its objects together, those that are there twice counted twice. */
  readonly keys: number
  /**
   * What reading it costs, in elements of a list of numbers: a key costs about as much as three, an object or list as
   * much as four.
   */
  readonly cost: number
  /** Whether a key is spelled with a backslash in it. */
  readonly hasEscapedKey: boolean
}

const costOfKey = 3
const costOfContainer = 4

/**
 * Measures a text in one pass and makes nothing of it. Of a text that is no JSON the numbers mean nothing; the pass is as
 * short. It ends at the cost `most`: a text that goes on from there has more.
 */
export const measureJson = (text: string, most: number = Infinity): JsonMeasure => {
  let [keys, cost] = [0, 0]
  let [from, to, hasEscapedKey] = [0, 0, false]
  for (let at = 0; at < text.length && cost <= most; at += 1) {
    switch (text.charCodeAt(at)) {
      case marks.quote:
        from = at
        at = endOfString(text, at)
        to = at
        break
      case marks.comma:
        cost += 1
        break
      case marks.colon:
        keys += 1
        cost += costOfKey
        hasEscapedKey ||= text.slice(from, to).includes('\\')
        break
      case marks.openList:
      case marks.openObject:
        cost += costOfContainer
    }
  }
  return { keys, cost, hasEscapedKey }
}
