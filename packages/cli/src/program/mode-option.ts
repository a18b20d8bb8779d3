import { Option } from 'commander'

export const modeOption = (): Option =>
  new Option(
    '--mode <mode>',
    'each: take the good rows and report the others; all: all rows or none, as one batch',
  )
    .choices(['each', 'all'])
    .default('each')
