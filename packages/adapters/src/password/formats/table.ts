import { argon2Parameters, type Argon2Parameters } from '../argon2-parameters.ts'
import { argon2Format } from './argon2.ts'
import { bcryptFormat, type BcryptOver72 } from './bcrypt.ts'
import type { HashFormat } from './hash-format.ts'

export type HashFormatSettings = {
  /** What the pool writes today. */
  readonly current: Argon2Parameters
  readonly bcryptOver72: BcryptOver72
}

/** Every format that can be read, a row each. No text is a hash of two of them. */
export const hashFormats = (settings: Partial<HashFormatSettings> = {}): readonly HashFormat[] => [
  argon2Format('argon2id', settings.current ?? argon2Parameters),
  argon2Format('argon2i'),
  argon2Format('argon2d'),
  bcryptFormat(settings.bcryptOver72),
]
