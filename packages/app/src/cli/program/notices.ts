import { noticeKinds, type NoticeKind, type OutboxState } from '@keepsake/domain'
import { Argument, Option, type Command } from 'commander'
import {
  listNotices,
  previewNoticeOf,
  redriveNotices,
  relay,
  reportNotices,
  type PreviewFlags,
} from '../commands/notices.ts'
import type { Cli } from './cli.ts'

/** Looking at notices, and sending them. */
export const addNotices = (program: Command, cli: Cli): void => {
  const notices = program.command('notices').description('look at what users are told, and send it')

  notices
    .command('report')
    .description('count those that wait, were sent, and are dead, as a line of JSON')
    .action(() => cli.withConfig((config) => reportNotices(config, cli.terminal)))

  notices
    .command('list')
    .description('print notices, a line of JSON each')
    .addOption(
      new Option('--state <state>', 'waiting, sent or dead')
        .choices(['waiting', 'sent', 'dead'])
        .default('dead'),
    )
    .action(({ state }: { state: OutboxState }) =>
      cli.withConfig((config) => listNotices(state, config, cli.terminal)),
    )

  notices
    .command('redrive [ids...]')
    .description('let dead notices wait again: those of the ids, or all')
    .action((ids: string[]) => cli.withConfig((config) => redriveNotices(ids, config, cli.terminal)))

  notices
    .command('relay')
    .description('send notices as they fall due, until it is stopped; several may share the work')
    .action(() => cli.withConfig((config) => relay(config, cli.terminal)))

  notices
    .command('preview')
    .description('print how a notice reads, made of samples; nothing is sent')
    .addArgument(new Argument('<kind>', 'what it tells').choices(noticeKinds))
    .option('--language <tag>', "the reader's language, such as en-US; the pool's where absent")
    .addOption(
      new Option('--as <form>', 'as text, HTML or a text message')
        .choices(['text', 'html', 'sms'])
        .default('text'),
    )
    .action((kind: NoticeKind, flags: PreviewFlags) =>
      cli.withConfig((config) => previewNoticeOf(kind, flags, config, cli.terminal)),
    )
}
