import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox, type SealingKeys } from '@keepsake/adapters/secrets/secret-box'
import type { KeepsakePorts } from '@keepsake/app'
import {
  openSubject,
  usualSealingKey,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'

const [newer, usual] = [
  { id: 'k2', key: Buffer.alloc(32, 'newer') },
  { id: 'k1', key: usualSealingKey },
]

/** The usual key and a newer one, which are changed step by step: known, current, alone. */
export const newKeyKnown: SealingKeys = { keys: [usual, newer], current: 'k1' }
export const bothKeys: SealingKeys = { keys: [newer, usual], current: 'k2' }
export const newKeyAlone: SealingKeys = { keys: [newer], current: 'k2' }

/** The ports that need keys, under these. */
export const under = (
  keys: SealingKeys,
): ((usual: KeepsakePorts) => Pick<KeepsakePorts, 'secretBox' | 'keyedDigest' | 'recoveryCodeHasher'>) => {
  const ports = {
    secretBox: openSecretBox(keys),
    keyedDigest: openKeyedDigest(),
    recoveryCodeHasher: openRecoveryCodeHasher(keys),
  }
  return () => ports
}

/** Another process on what one has left, with other keys and the same clock. */
export const withKeys = async (
  open: OpenSubject,
  subject: Subject,
  keys: SealingKeys,
  { settings, ports }: Pick<SubjectOptions, 'settings' | 'ports'> = {},
): Promise<Subject> => {
  const other = await openSubject(open, {
    on: subject.opened,
    ...(settings !== undefined && { settings }),
    ports: async (given) => ({
      system: { ...given.system, clock: subject.clock.now },
      ...under(keys)(given),
      ...(await ports?.({ ...given, ...under(keys)(given) })),
    }),
  })
  return { ...other, clock: subject.clock }
}
