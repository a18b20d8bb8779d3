/** The condition under which the workspace resolves to sources. A tarball has no sources. */
const sourceCondition = '@keepsake/source'

const withoutSources = (exports) =>
  Object.fromEntries(
    Object.entries(exports).map(([subpath, { [sourceCondition]: _source, ...conditions }]) => [
      subpath,
      conditions,
    ]),
  )

export const hooks = {
  beforePacking: (manifest) => {
    const { scripts: _scripts, devDependencies: _devDependencies, ...published } = manifest
    return published.exports === undefined
      ? published
      : { ...published, exports: withoutSources(published.exports) }
  },
}
