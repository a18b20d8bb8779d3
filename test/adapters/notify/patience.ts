import type { Behaviour } from '@keepsake/conformance/senders'
import type { NoticeSender } from '@keepsake/domain'

/** How long a test waits for another side that answers, in ms. A machine under load may take seconds. */
export const patienceMs = 30_000

/** How long a test waits for another side that never answers, in ms. The sooner it stops, the sooner the test goes on. */
export const impatienceMs = 300

/** A sender that waits long for any other side, except for one that hangs. `behave` says how the other side behaves. */
export const withPatience = async (
  open: (timeoutMs: number) => NoticeSender | Promise<NoticeSender>,
  behave: (as: Behaviour) => void,
): Promise<{ readonly sender: NoticeSender; readonly behave: (as: Behaviour) => Promise<void> }> => {
  const [patient, impatient] = [await open(patienceMs), await open(impatienceMs)]
  let chosen = patient
  return {
    sender: {
      send: (message) => chosen.send(message),
      close: async () => {
        await patient.close?.()
        await impatient.close?.()
      },
    },
    behave: async (as) => {
      chosen = as === 'hangs' ? impatient : patient
      behave(as)
    },
  }
}
