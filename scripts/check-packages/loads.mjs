// Loads modules by their names, and prints what that cost: time in ms, and the memory of the process in bytes.
const began = performance.now()
for (const name of process.argv.slice(2)) await import(name)
console.log(JSON.stringify({ ms: performance.now() - began, rss: process.memoryUsage.rss() }))
