import type { Terminal } from '../../terminal/terminal.ts'

/** Shows what is to be done and asks whether to do it. Without a terminal, nobody can say yes. */
export const confirm = async (terminal: Terminal, show: () => void): Promise<boolean> => {
  show()
  if (terminal.ask === undefined) return false
  const answer = await terminal.ask('Do it? yes or no: ')
  return /^y(?:es)?$/iu.test(answer.trim())
}
