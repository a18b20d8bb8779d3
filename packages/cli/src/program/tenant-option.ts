import { InvalidArgumentError, Option } from 'commander'

/** `--tenant`: the command sees and changes only the users of this tenant. */
export const tenantOption = (): Option =>
  new Option('--tenant <id>', 'only the users of this tenant').argParser((id: string) => {
    if (id === '') throw new InvalidArgumentError('a tenant has an id')
    return id
  })
