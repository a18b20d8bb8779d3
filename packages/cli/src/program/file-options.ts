import { InvalidArgumentError, Option, type Command } from 'commander'
import { isEncoding } from '../composition/record-adapters.ts'
import { parseListPath } from '../composition/record-adapters.ts'

/** Adds the flags that say how a file is written, if it does not say so itself. */
export const addFileOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--path <path>', 'where the list is in a JSON file, such as $.data.users').argParser(
        (text) => parseListPath(text) ?? refuse('Write it as $, $.users or $.data.users.'),
      ),
    )
    .addOption(
      new Option(
        '--encoding <name>',
        'the encoding of a text that is not UTF-8: gb18030, latin1, shift_jis, ...',
      ).argParser((name) => (isEncoding(name) ? name : refuse('There is no such encoding.'))),
    )
    .addOption(
      new Option(
        '--delimiter <character>',
        'the character between the cells of a CSV file: "," ";" "|" or "tab"',
      ).argParser((text) => (text === 'tab' || text === '\\t' ? '\t' : oneCharacter(text))),
    )
    .option('--sheet <name>', 'the sheet to read, if a workbook has several')
    .addOption(
      new Option(
        '--empty-is-absent <true|false>',
        'whether an empty text counts as no value (default: true for CSV and XLSX)',
      ).argParser(readFlag),
    )

const readFlag = (text: string): boolean => {
  if (text !== 'true' && text !== 'false') return refuse('Say true or false.')
  return text === 'true'
}

const oneCharacter = (text: string): string =>
  text.length === 1 && text !== '"' ? text : refuse('Name one character.')

const refuse = (why: string): never => {
  throw new InvalidArgumentError(why)
}
