#!/usr/bin/env node
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { runCli } from './run-cli.ts'

/** Only a command that asks for the signal listens to it. Every other command ends at once, like any program. */
const stopSignal = (): AbortSignal => {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())
  return stop.signal
}

const { argv, env, stdin, stdout, stderr } = process

const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: stdin, output: stderr })
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    const closed = once(lines, 'close').then(() => '')
    // Control-D rejects. If the input simply ends, the question would stay open.
    return await Promise.race([lines.question(question).catch(() => ''), closed])
  } finally {
    lines.close()
  }
}

process.exitCode = await runCli(
  argv.slice(2),
  { stdin, stdout, stderr },
  { env, cwd: process.cwd(), stopSignal, ...(stdin.isTTY && stderr.isTTY ? { ask } : {}) },
)
