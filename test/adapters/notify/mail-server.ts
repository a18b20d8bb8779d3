import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Behaviour } from '@keepsake/conformance/senders'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A mail as it arrived: the envelope, and what it says once parsed. */
export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  readonly mail: Email
  readonly user: string | undefined
  readonly secure: boolean
}

export type MailServerSubject = {
  readonly port: number
  readonly received: () => Promise<readonly ReceivedMail[]>
  /** `busy` and `refuses` are answers to RCPT TO; see `answers` for others. */
  readonly behave: (as: Behaviour) => void
  /** The answer to a command, a code and a text, in the place of the usual one. */
  readonly answers: (command: 'connect' | 'mail' | 'rcpt' | 'data', code: number, text?: string) => void
  /** From now on, one of these happens by chance, each once in `oneIn` times. `draw` gives numbers from 0 up to 1. */
  readonly misbehave: (oneIn: number, draw: () => number) => void
  /** How many connections were opened. */
  readonly connections: () => number
}

type Answer = { readonly code: number; readonly text: string }

const refusal = ({ code, text }: Answer): Error => Object.assign(new Error(text), { responseCode: code })

/** A real SMTP server, which takes what it is told to take. It ends with the test. */
export const openMailServer = async (options: SMTPServerOptions = {}): Promise<MailServerSubject> => {
  const raw: (Omit<ReceivedMail, 'mail' | 'raw'> & { readonly bytes: Buffer })[] = []
  const answers = new Map<string, Answer>()
  let behaviour: Behaviour = 'takes'
  const sockets = new Set<Socket>()
  let connections = 0
  let mishap = (): boolean => false
  const check =
    (command: string) =>
    (_: unknown, __: unknown, callback: (error?: Error | null) => void): void => {
      const answer = answers.get(command)
      callback(answer === undefined ? null : refusal(answer))
    }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onMailFrom: check('mail'),
    onRcptTo: (_, __, callback) => {
      if (behaviour === 'busy') return callback(refusal({ code: 451, text: '4.3.0 try again later' }))
      if (behaviour === 'refuses') return callback(refusal({ code: 550, text: '5.1.1 no such user' }))
      if (mishap()) return callback(refusal({ code: 451, text: '4.3.0 a bad moment' }))
      check('rcpt')(_, __, callback)
    },
    onAuth: ({ username }, _, callback) => callback(null, { user: username }),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const answer = answers.get('data')
        if (answer !== undefined) return callback(refusal(answer))
        const { mailFrom, rcptTo } = session.envelope
        raw.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : undefined,
          secure: session.secure,
          bytes: Buffer.concat(chunks),
        })
        // Taken, and its word lost on the way.
        if (mishap()) for (const socket of sockets) socket.destroy()
        else callback()
      })
    },
    ...options,
  })
  smtp.on('error', () => undefined)
  // In front of it stands the network, which may fail by itself.
  const front = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    const answer = answers.get('connect')
    if (behaviour === 'drops' || mishap()) socket.destroy()
    else if (answer !== undefined) socket.end(`${answer.code} ${answer.text}\r\n`)
    else if (behaviour !== 'hangs' && !mishap()) smtp.server.emit('connection', socket)
  })
  const port = await listening(front)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    front.close()
  })
  return {
    port,
    received: () =>
      Promise.all(
        raw.map(async ({ bytes, ...rest }) => ({
          ...rest,
          raw: bytes.toString('latin1'),
          mail: await PostalMime.parse(bytes),
        })),
      ),
    behave: (as) => {
      behaviour = as
      // What is kept open from before is part of the network too.
      if (as === 'drops' || as === 'hangs') for (const socket of sockets) socket.destroy()
    },
    answers: (command, code, text = '') => answers.set(command, { code, text }),
    misbehave: (oneIn, draw) => void (mishap = () => draw() < 1 / oneIn),
    connections: () => connections,
  }
}

export const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
