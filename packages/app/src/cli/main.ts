#!/usr/bin/env node
import { Command } from 'commander'
import { loadConfig } from '../composition/config.ts'
import type { Cli } from './program/cli.ts'
import { addEvents } from './program/events.ts'
import { addHashes } from './program/hashes.ts'
import { addNotices } from './program/notices.ts'
import { addOtps } from './program/otps.ts'
import { addPasswords } from './program/passwords.ts'
import { addSetUp } from './program/setup.ts'
import { addUsers } from './program/users.ts'
import { reportFailure } from './report.ts'
import { processTerminal } from './terminal.ts'

const program = new Command('keepsake')
  .description('Brings users in with the passwords and one-time passwords they have, and signs them in.')
  .option('-c, --config <file>', 'configuration; the environment goes over it', 'keepsake.config.json')

const terminal = processTerminal()
const configFile = (): string => program.opts<{ config: string }>().config

const cli: Cli = {
  terminal,
  configFile,
  withConfig: async (run) => {
    const config = await loadConfig(configFile(), process.env)
    process.exitCode = config.isOk() ? await run(config.value) : reportFailure(config.error, terminal)
  },
}

for (const add of [addSetUp, addUsers, addPasswords, addOtps, addNotices, addEvents, addHashes])
  add(program, cli)

await program.parseAsync()
