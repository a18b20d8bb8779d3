/**
 * PHP's addslashes(). WordPress puts a backslash before each quote, backslash and NUL of a form that is sent to it, and
 * hashes the password so: whoever has one of these in a password has a hash of the longer text.
 */
export const addSlashes = (text: string): string =>
  text.replace(/['"\\]/gu, String.raw`\$&`).replaceAll('\0', String.raw`\0`)
