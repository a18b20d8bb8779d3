import { html, type Html } from './html.ts'
import type { Line } from './letter.ts'

/** A letter that is ready for layout: each of its texts is one clean line, and every link is checked. */
export type Page = {
  /** BCP 47. */
  readonly language: string
  readonly subject: string
  readonly greeting: string
  readonly lines: readonly Line[]
  readonly closing: string
}

/** Writes a letter as a page of HTML. */
export type Layout = (page: Page) => Html

/** One column, no images, nothing loaded from elsewhere. Every link shows where it leads. */
export const plainLayout: Layout = ({ language, subject, greeting, lines, closing }) =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${subject}</title>
      </head>
      <body style="margin: 0; padding: 24px; background: #fff; color: #222; font: 16px/1.6 sans-serif">
        <div style="max-width: 36em; margin: 0 auto">
          <p>${greeting}</p>
          ${lines.map(setLine)}
          <hr style="border: 0; border-top: 1px solid #ddd" />
          <p style="color: #666; font-size: 13px">${closing}</p>
        </div>
      </body>
    </html> `

const setLine = (line: Line): Html => {
  if (typeof line === 'string') return html`<p>${line}</p> `
  if ('secret' in line)
    return html`<p>
      ${line.label}:
      <code style="font-size: 18px; padding: 2px 6px; background: #f4f4f4">${line.secret}</code>
    </p> `
  return html`<p>
    <a href="${line.link}">${line.label}</a><br /><small style="word-break: break-all">${line.link}</small>
  </p> `
}

/** Writes a letter as plain text. A secret and a link have their own line, so that they are copied whole. */
export const plainText = ({ greeting, lines, closing }: Page): string =>
  [greeting, ...lines.map(lineOfText), `-- \n${closing}`].join('\n\n') + '\n'

const lineOfText = (line: Line): string => {
  if (typeof line === 'string') return line
  return `${line.label}:\n${'secret' in line ? line.secret : line.link}`
}
