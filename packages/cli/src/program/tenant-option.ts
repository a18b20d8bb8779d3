import { InvalidArgumentError, Option } from 'commander'

/** `--tenant`: the command sees and changes the users of this tenant alone. */
export const tenantOption = (): Option =>
  new Option('--tenant <id>', 'only the users of this tenant').argParser((id: string) => {
    if (id === '') throw new InvalidArgumentError('a tenant has an id')
    return id
  })
