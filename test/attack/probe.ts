import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

// Loaded into the process that is attacked (`--import`): tells the attacker how long its event loop has stood still, and how
// much memory it has taken.

/** What the probe has seen since it was asked to begin anew. */
export type Seen = {
  /** The longest time for which the event loop did nothing else, in ms. */
  readonly stallMs: number
  /** The most memory that was resident, and that from which it began, in MB. */
  readonly peakMb: number
  readonly startMb: number
}

/** In ms: how often the event loop is looked at. What is shorter than that is not seen. */
const resolution = 5

const delay = monitorEventLoopDelay({ resolution })
delay.enable()

let startMb = residentMb()

function residentMb(): number {
  return process.memoryUsage.rss() / 1e6
}

/** Linux keeps the peak of a process, and begins anew where it is told. Elsewhere it is the peak since the start. */
const peakMb = (): number => {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return (Number(kilobytes) * 1024) / 1e6
  } catch {
    return (process.resourceUsage().maxRSS * 1024) / 1e6
  }
}

const beginAnew = (): void => {
  delay.reset()
  startMb = residentMb()
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Not Linux, or not allowed.
  }
}

process.on('message', (what) => {
  if (what === 'begin') {
    beginAnew()
    process.send?.('begun')
  } else if (what === 'tell')
    // A stall that has just ended is counted at the next look.
    void pause(4 * resolution).then(() => {
      const seen: Seen = { stallMs: delay.max / 1e6, peakMb: peakMb(), startMb }
      process.send?.(seen)
    })
})
// The attacker’s line does not keep the process up.
process.channel?.unref()
