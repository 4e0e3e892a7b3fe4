import { Wrong, sure } from './wrong'

const SLICE = 1024 * 1024
const LONGEST = 64 * SLICE
const LINE_FEED = 0x0a

export type Take = (line: Uint8Array, number: number) => void

/**
 * Hands over the file's lines, each with its line feed, and says after every slice what share has been read.
 * Wrong where a line is too long, or the last has no line feed.
 */
export async function eachLine(file: Blob, take: Take, progress: (share: number) => void): Promise<void> {
  let begun: Uint8Array[] = []
  let number = 0
  for (let at = 0; at < file.size; at += SLICE) {
    const slice = new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer())
    let from = 0
    for (let to = end(slice, from); to > 0; to = end(slice, from)) {
      take(joined([...begun, slice.subarray(from, to)]), ++number)
      begun = []
      from = to
    }
    if (from < slice.length) begun.push(slice.subarray(from))
    if (begun.length * SLICE > LONGEST) throw new Wrong('longLine', {}, { line: number + 1 })
    progress(Math.min(1, (at + SLICE) / file.size))
  }
  if (begun.length) throw new Wrong('cutOff', {}, { line: number + 1 })
}

function end(slice: Uint8Array, from: number): number {
  return slice.indexOf(LINE_FEED, from) + 1
}

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return sure(parts[0])
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
