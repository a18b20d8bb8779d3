import { conceal, type Secret } from '@keepsake/domain'
import { usePeer } from '../peer.ts'

/** Medium: 15 % of the code may be unreadable, as in a worn print or on a reflecting screen. */
const options = { ecc: 'M', border: 2 } as const

/** Draws the QR code of a URI. It is as secret as the URI. */
export type QrCodes = {
  /** As an SVG image. */
  readonly svg: (uri: Secret<string>) => Secret<string>
  /** In block characters, two rows in each line, for a terminal with light characters on a dark background. */
  readonly text: (uri: Secret<string>) => Secret<string>
}

/** Opens the drawing of QR codes. Rejects with a configuration error if `uqr`, an optional peer, is not installed. */
export const openQrCodes = async (): Promise<QrCodes> => {
  const { renderSVG, renderUnicodeCompact } = await usePeer('uqr', () => import('uqr'))
  return {
    svg: (uri) => conceal(renderSVG(uri.reveal(), options)),
    text: (uri) => conceal(renderUnicodeCompact(uri.reveal(), options)),
  }
}
