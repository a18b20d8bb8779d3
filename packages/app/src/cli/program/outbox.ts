import type { OutboxItem, OutboxState } from '@keepsake/domain'
import { Option, type Command } from 'commander'
import { listOutbox, redriveOutbox, reportOutbox, type OutboxCommands } from '../commands/outbox.ts'
import type { Cli } from './cli.ts'

/** Looking at what waits, was sent or is dead of one outbox, and giving the dead another chance. */
export const addOutbox = <Item extends OutboxItem>(
  group: Command,
  verbs: OutboxCommands<Item>,
  cli: Cli,
): void => {
  group
    .command('report')
    .description('count those that wait, were sent, and are dead, as a line of JSON')
    .action(() => cli.withConfig((config) => reportOutbox(verbs, config, cli.terminal)))

  group
    .command('list')
    .description(`print ${group.name()}, a line of JSON each`)
    .addOption(
      new Option('--state <state>', 'waiting, sent or dead')
        .choices(['waiting', 'sent', 'dead'])
        .default('dead'),
    )
    .action(({ state }: { state: OutboxState }) =>
      cli.withConfig((config) => listOutbox(verbs, state, config, cli.terminal)),
    )

  group
    .command('redrive [ids...]')
    .description(`let dead ${group.name()} wait again: those of the ids, or all`)
    .action((ids: string[]) => cli.withConfig((config) => redriveOutbox(verbs, ids, config, cli.terminal)))
}
