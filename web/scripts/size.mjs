// Prints the gzipped JavaScript a first visit loads, page by page, and fails above the limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 200
const DIST = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'))

function chunksOf(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) chunksOf(next, seen)
  return seen
}

function kilobytes(keys) {
  const files = new Set([...keys].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')))
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0) / 1000
}

const shell = chunksOf('index.html')
const pages = (manifest['index.html'].dynamicImports ?? []).filter((key) => key.startsWith('src/pages/'))
const rows = pages.map((key) => [key, kilobytes(chunksOf(key, new Set(shell)))])
rows.push(['index.html alone', kilobytes(shell)], ['board.html', kilobytes(chunksOf('board.html'))], ['(graphiql.html)', kilobytes(chunksOf('graphiql.html'))])

for (const [name, size] of rows) console.log(`${size.toFixed(1).padStart(8)} kB  ${name}`)
const worst = Math.max(...rows.filter(([name]) => !name.startsWith('(')).map(([, size]) => size))
console.log(`First load at most ${worst.toFixed(1)} kB of gzipped JavaScript; the limit is ${LIMIT_KB} kB.`)
if (worst > LIMIT_KB) process.exitCode = 1
