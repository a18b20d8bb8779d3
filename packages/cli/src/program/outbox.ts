import type { SelectEntries } from '@keepsake/app'
import type { OutboxItem, OutboxState } from '@keepsake/domain'
import { Option, type Command } from 'commander'
import {
  dropOutbox,
  listOutbox,
  redriveOutbox,
  reportOutbox,
  type OutboxCommands,
} from '../commands/outbox.ts'
import type { Cli } from './cli.ts'

type LaneFlags = { readonly channel?: string; readonly endpoint?: string }

/** Adds the commands that show the waiting, sent and dead items of one outbox, try dead items again, and remove items. */
export const addOutbox = <Item extends OutboxItem>(
  group: Command,
  verbs: OutboxCommands<Item>,
  cli: Cli,
): void => {
  const ofLane = (): Option => new Option(`--${verbs.lane} <name>`, `those of one ${verbs.lane} alone`)

  group
    .command('report')
    .description(`count by ${verbs.lane} how many wait, were sent or are dead, and why, as a line of JSON`)
    .action(() => cli.withConfig((config) => reportOutbox(verbs, config, cli.terminal)))

  group
    .command('list')
    .description(`print ${group.name()}, a line of JSON each`)
    .addOption(
      new Option('--state <state>', 'waiting, sent or dead')
        .choices(['waiting', 'sent', 'dead'])
        .default('dead'),
    )
    .addOption(ofLane())
    .action(({ state, ...flags }: LaneFlags & { state: OutboxState }) =>
      cli.withConfig((config) => listOutbox(verbs, { state, ...laneOf(flags) }, config, cli.terminal)),
    )

  group
    .command('redrive [ids...]')
    .description(`send dead ${group.name()} again: those with these ids, those of a ${verbs.lane}, or all`)
    .addOption(ofLane())
    .action((ids: string[], flags: LaneFlags) =>
      cli.withConfig((config) =>
        redriveOutbox(verbs, selected(ids, flags) ?? { all: true }, config, cli.terminal),
      ),
    )

  const drop = group.command('drop [ids...]')
  drop
    .description(
      `remove ${group.name()} that wait or are dead: those with these ids, or those of a ${verbs.lane}`,
    )
    .addOption(ofLane())
    .action((ids: string[], flags: LaneFlags) => {
      const which = selected(ids, flags)
      return which === undefined
        ? drop.error(`error: name ids, or --${verbs.lane}`)
        : cli.withConfig((config) => dropOutbox(verbs, which, config, cli.terminal))
    })
}

const laneOf = ({ channel, endpoint = channel }: LaneFlags): { readonly channel?: string } =>
  endpoint === undefined ? {} : { channel: endpoint }

/** The items that a command's ids and flags select. `undefined` if none are given. */
const selected = (ids: readonly string[], flags: LaneFlags): SelectEntries | undefined => {
  const { channel } = laneOf(flags)
  if (ids.length > 0) return { ids }
  return channel === undefined ? undefined : { channel }
}
