import type { Storage } from '@keepsake/domain'
import { refusalOf as configurationErrorOf } from '../../builders/refusal.ts'

/** Why a storage does not open: in the engine's words if it was asked, else what is wrong with the options. */
export const refusalOf = async (opening: Promise<Storage>): Promise<string> => {
  const { issues, cause } = await configurationErrorOf(async () => (await opening).close())
  return issues[0]?.code === 'storage.does_not_open' ? (cause as Error).message : (issues[0]?.toDo ?? '')
}
