/** One database for several tests: whatever a test leaves there, the next one finds. */
export const once = (make: () => Promise<string>): (() => Promise<string>) => {
  let url: Promise<string> | undefined
  return () => (url ??= make())
}
