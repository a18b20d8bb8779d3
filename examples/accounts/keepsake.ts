/** Opens Keepsake for the services of these examples: users may sign up, and a password of theirs is checked. */
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createKeepsake, type Keepsake, type KeepsakePorts } from '@keepsake/app'

/** What each service decides for itself: where its users are, and what sends them mail. */
export type ServicePorts = Pick<KeepsakePorts, 'storage' | 'noticeSender'> & Partial<KeepsakePorts>

export const openKeepsake = async (sealingKey: Uint8Array, ports: ServicePorts): Promise<Keepsake> => {
  const keys = { keys: [{ id: 'k1', key: sealingKey }], current: 'k1' }
  return createKeepsake(
    { ...(await openStandardPorts(keys)), ...ports },
    {
      pool: 'my-service',
      resetUrl: 'https://my-service.example.com/reset',
      // Passwords that users choose as they sign up follow the policy. Without this they are taken as those of moved users.
      passwords: { imported: 'enforce' },
    },
  )
}
