import { conceal, type Secret } from '@keepsake/domain'
import { renderSVG, renderUnicodeCompact } from 'uqr'

/** Medium: 15 % of the code may be unreadable, as in a worn print or on a reflecting screen. */
const options = { ecc: 'M', border: 2 } as const

/** The QR code of a URI as an SVG image. It is as secret as the URI. */
export const qrSvg = (uri: Secret<string>): Secret<string> => rendered(uri, renderSVG)

/** The same in block characters, two rows in each line, for a terminal with light characters on a dark background. */
export const qrText = (uri: Secret<string>): Secret<string> => rendered(uri, renderUnicodeCompact)

const rendered = (
  uri: Secret<string>,
  render: (text: string, given: typeof options) => string,
): Secret<string> => conceal(render(uri.reveal(), options))
