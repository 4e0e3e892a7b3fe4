// Leaves a .br and a .gz beside every asset, so that the server need not compress.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const ASSETS = new URL('../dist/assets/', import.meta.url)
const WORTH_BYTES = 1000

for (const name of readdirSync(ASSETS).filter((each) => /\.(js|css|svg)$/.test(each))) {
  const plain = readFileSync(new URL(name, ASSETS))
  if (plain.length < WORTH_BYTES) continue
  writeFileSync(new URL(`${name}.br`, ASSETS), brotliCompressSync(plain))
  writeFileSync(new URL(`${name}.gz`, ASSETS), gzipSync(plain, { level: 9 }))
}
