import { Option } from 'commander'

/** `--mode`: what happens to a batch if some rows are refused. */
export const modeOption = (): Option =>
  new Option(
    '--mode <mode>',
    'each: import the good rows and report the others; all: import all rows or none, as one batch',
  )
    .choices(['each', 'all'])
    .default('each')
