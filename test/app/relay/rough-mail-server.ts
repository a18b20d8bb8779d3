import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server'

/**
 * What befalls a relay by chance. A connection is dropped as it opens, or in the midst of a mail, before it is taken or
 * once it is, so that only the answer is lost; it hangs half-open, without a greeting, or without an answer to a mail that
 * was taken; a command is put off (4yz), or refused for what is ours to mend (5yz).
 */
export type Mishap =
  'dropped' | 'unfinished' | 'answer-lost' | 'hung' | 'answer-withheld' | 'put-off' | 'unwelcome'

/** Each once in every so many times at its step. Whatever hangs holds up ten notices until its relay gives up: so that is rarer. */
const oneIn: Readonly<Record<Mishap, number>> = {
  dropped: 40,
  unfinished: 40,
  'answer-lost': 40,
  hung: 50,
  'answer-withheld': 400,
  'put-off': 60,
  unwelcome: 60,
}

const names = Object.keys(oneIn) as readonly Mishap[]

/** A mail that was taken: the `id` of its Message-ID, and whom it is for. */
export type TakenMail = { readonly id: string; readonly to: string }

export type RoughMailServer = {
  readonly url: string
  /** Oldest first, repeats included. */
  readonly taken: readonly TakenMail[]
  readonly mishaps: Readonly<Record<Mishap, number>>
  readonly close: () => Promise<void>
}

/** Never takes a mail for anybody at never.example.com, and tells those who try to come again. */
export const isNever = (to: string): boolean => to.endsWith('@never.example.com')
/** Has no such recipient. */
export const isRefused = (to: string): boolean => to.endsWith('@refused.example.com')
/** Has the recipient, who takes no such message. */
export const isUnwanted = (to: string): boolean => to.endsWith('@unwanted.example.com')

/** A real SMTP server on a bad network: see `Mishap`. */
export const openRoughMailServer = async (): Promise<RoughMailServer> => {
  const taken: TakenMail[] = []
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<Mishap, number>
  const sockets = new Map<string, Socket>()
  const chances = Object.fromEntries(names.map((name) => [name, newChance(oneIn[name])])) as Record<
    Mishap,
    () => boolean
  >
  const befalls = (mishap: Mishap): boolean => {
    const isSo = chances[mishap]()
    if (isSo) counts[mishap] += 1
    return isSo
  }
  const cut = (session: SMTPServerSession): void => void sockets.get(placeOf(session))?.resetAndDestroy()

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onMailFrom: (_, __, callback) => callback(befalls('put-off') ? answer(450, '4.7.1 greylisted') : null),
    onRcptTo: ({ address }: SMTPServerAddress, _, callback) => {
      if (isRefused(address)) callback(answer(550, '5.1.1 no such user'))
      else if (isNever(address) || befalls('put-off')) callback(answer(451, '4.3.0 try again later'))
      else callback(befalls('unwelcome') ? answer(550, '5.7.1 your address is on a list') : null)
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        if (isUnwanted(to)) return callback(answer(554, '5.6.0 no thanks'))
        if (befalls('put-off')) return callback(answer(452, '4.3.1 no room'))
        if (befalls('unfinished')) return cut(session)
        taken.push({ id: idIn(Buffer.concat(chunks)), to })
        if (befalls('answer-lost')) return cut(session)
        if (!befalls('answer-withheld')) callback()
      })
    },
  })
  smtp.on('error', () => undefined)

  const network = createServer((socket) => {
    const place = `${socket.remoteAddress}:${socket.remotePort}`
    sockets.set(place, socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(place))
    if (befalls('dropped')) socket.resetAndDestroy()
    else if (befalls('put-off')) socket.end('421 4.3.2 not now\r\n')
    else if (!befalls('hung')) smtp.server.emit('connection', socket)
  })
  network.listen(0, '127.0.0.1')
  await once(network, 'listening')
  return {
    url: `smtp://127.0.0.1:${(network.address() as AddressInfo).port}`,
    taken,
    mishaps: counts,
    close: async () => {
      for (const socket of sockets.values()) socket.destroy()
      network.close()
      await once(network, 'close')
    },
  }
}

/** Comes true once in every so many times, nobody knows at which of them. */
const newChance = (times: number): (() => boolean) => {
  let [at, hit] = [0, randomInt(times)]
  return () => {
    const isHit = at === hit
    at += 1
    if (at === times) [at, hit] = [0, randomInt(times)]
    return isHit
  }
}

const idIn = (mail: Buffer): string => /^message-id: <([^@>]+)@/imu.exec(mail.toString('latin1'))?.[1] ?? ''

const placeOf = ({ remoteAddress, remotePort }: SMTPServerSession): string => `${remoteAddress}:${remotePort}`

const answer = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode })
