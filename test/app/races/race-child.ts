import { createInterface } from 'node:readline'
import type { Keepsake } from '@keepsake/app'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { openWithSettings } from '../use-cases/tenant/people.ts'
import { callNamed, type About } from './race-calls.ts'

// For every line "<calls> <url or file> <JSON>" that comes in, several callers at once ask an identity over that database: of
// calls such as "confirm,delete" the first caller makes the first one, the next caller the second one, and so on in turn. What
// they are about is in the JSON. Answers in one line what became of each.
//
// node race-child.ts <callers> <number of the first caller>

const [callers = 0, first = 0] = process.argv.slice(2).map(Number)
const identities = new Map<string, Keepsake>()

const open = async (url: string): Promise<Keepsake> => {
  const known = identities.get(url)
  if (known !== undefined) return known
  const storage = await openByUrl(url)
  const { keepsake } = await openWithSettings(async () => ({ storage }))
  identities.set(url, keepsake)
  return keepsake
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [names = '', url = '', ...json] = line.split(' ')
  const about = JSON.parse(json.join(' ')) as About
  const calls = names.split(',')
  const keepsake = await open(url)
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, index) =>
      callNamed(calls[index % calls.length] ?? '')(keepsake, about, first + index),
    ),
  )
  console.log(answers.join(' '))
}
