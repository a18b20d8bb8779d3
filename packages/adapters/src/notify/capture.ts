import type { Message, NoticeSender } from '@keepsake/domain'
import { okAsync } from 'neverthrow'

/** A sender that sends nothing and keeps every message, for tests and demonstrations. */
export type CaptureSender = NoticeSender & {
  /** What would have been sent so far, oldest first. */
  readonly messages: () => readonly Message[]
}

export const openCaptureSender = (): CaptureSender => {
  const kept: Message[] = []
  return {
    send: (message) => {
      kept.push(message)
      return okAsync()
    },
    messages: () => [...kept],
  }
}
