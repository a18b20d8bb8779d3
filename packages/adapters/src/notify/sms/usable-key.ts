import { checkNumbers, configurationIssue, type ConfigurationIssue, type Secret } from '@keepsake/domain'
import { isLoopback } from '../loopback.ts'
import { sendTimeout } from '../send-timeout.ts'

type Options = Readonly<Record<string, unknown>> & { readonly endpoint?: string; readonly timeoutMs?: number }

/**
 * Which of the named options could not be sent: they are part of the headers of a request, which may hold only printable
 * ASCII. A line break at the end of a file is the usual reason. The issues repeat nothing of them. An option that may be
 * absent is checked if it is there. The endpoint is checked as well: without TLS to another machine, the keys would be
 * sent in clear. So is the time that a message may take.
 * @param provider its name in the issues
 */
export const checkProvider = (
  provider: string,
  options: Options,
  names: readonly string[],
): readonly ConfigurationIssue[] => [
  ...names.flatMap((name) =>
    isUsable(options[name])
      ? []
      : [
          configurationIssue(
            'sms.key_unusable',
            [name],
            `give the ${name} of ${provider} in printable ASCII: it is empty, or holds a space, a line break or another character`,
          ),
        ],
  ),
  ...(isEndpoint(options.endpoint)
    ? []
    : [
        configurationIssue(
          'sms.endpoint_insecure',
          ['endpoint'],
          `give the endpoint of ${provider} as https://host`,
        ),
      ]),
  ...checkNumbers(options, { timeoutMs: sendTimeout }),
]

const isUsable = (value: unknown): boolean => {
  if (value === undefined) return true
  const text = typeof value === 'string' ? value : (value as Secret<string>).reveal()
  return /^[\x21-\x7e]+$/u.test(text)
}

const isEndpoint = (endpoint: string | undefined): boolean => {
  if (endpoint === undefined) return true
  const url = URL.parse(endpoint)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
}
