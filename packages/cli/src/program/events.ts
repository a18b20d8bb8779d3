import type { Command } from 'commander'
import { eventOutbox } from '../commands/outbox.ts'
import type { Cli } from './cli.ts'
import { addOutbox } from './outbox.ts'

/** Adds the commands that show the events for webhooks. */
export const addEvents = (program: Command, cli: Cli): void =>
  addOutbox(program.command('events').description('look at the events for webhooks'), eventOutbox, cli)
