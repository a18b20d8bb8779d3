import { noticeKinds, type NoticeKind } from '@keepsake/domain'
import { Argument, Option, type Command } from 'commander'
import { previewNoticeOf, printCaptured, relay, type PreviewFlags } from '../commands/notices.ts'
import { noticeOutbox } from '../commands/outbox.ts'
import type { Cli } from './cli.ts'
import { addOutbox } from './outbox.ts'

/** Adds the commands that show and send notices. */
export const addNotices = (program: Command, cli: Cli): void => {
  const notices = program.command('notices').description('look at the notices for users, and send them')

  addOutbox(notices, noticeOutbox, cli)

  notices
    .command('relay')
    .description('send notices and events when they are due, until it is stopped; several processes may run')
    .action(() => cli.withConfig((config) => relay(config, cli.terminal)))

  notices
    .command('captured')
    .description(
      'print the notices that were written to `notices.capturedTo` and not sent, with their secrets',
    )
    .action(() => cli.withConfig((config) => printCaptured(config, cli.terminal)))

  notices
    .command('preview')
    .description('print a notice with sample values; nothing is sent')
    .addArgument(new Argument('<kind>', 'the kind of notice').choices(noticeKinds))
    .option('--language <tag>', 'the language, such as en-US (default: the language of the pool)')
    .addOption(
      new Option('--as <form>', 'print it as text, as HTML or as a text message')
        .choices(['text', 'html', 'sms'])
        .default('text'),
    )
    .action((kind: NoticeKind, flags: PreviewFlags) =>
      cli.withConfig((config) => previewNoticeOf(kind, flags, config, cli.terminal)),
    )
}
