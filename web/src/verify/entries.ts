import { digest, hex, unhex, utf8 } from './bytes'
import { canonical } from './canonical'
import type { EntryLine } from './lineTypes'
import type { Story } from './story'
import { Wrong, sure } from './wrong'

const NOTHING = '0'.repeat(64)

interface Known {
  at: string
  digest: string
}

/** The entries, stream by stream: each follows from the one before it, and says what it said when it was written. */
export class Entries {
  readonly #streams: readonly string[]
  readonly #story: Story
  readonly #known = new Map<string, Known[]>()
  #now: string | null = null
  #count = 0

  constructor(streams: readonly string[], story: Story) {
    this.#streams = streams
    this.#story = story
  }

  get count(): number {
    return this.#count
  }

  take(entry: EntryLine, line: number): void {
    if (entry.stream !== this.#now) this.#begin(entry.stream)
    const known = sure(this.#known.get(entry.stream))
    follows(entry, known)
    checkContent(entry)
    known.push({ at: entry.at, digest: entry.digest })
    this.#count += 1
    this.#story.hear(entry, line)
  }

  complete(): void {
    if (this.#now) this.#story.endStream(this.#now)
    if (this.#known.size < this.#streams.length) throw new Wrong('emptyStream', {}, { line: 1 })
  }

  get(stream: string, seq: number): Known | undefined {
    return this.#known.get(stream)?.[seq - 1]
  }

  #begin(stream: string): void {
    if (this.#streams[this.#known.size] !== stream) throw new Wrong('streamOrder')
    if (this.#now) this.#story.endStream(this.#now)
    this.#known.set(stream, [])
    this.#now = stream
  }
}

function follows({ seq, at, previous }: EntryLine, known: readonly Known[]): void {
  const before = known.at(-1)
  if (seq !== known.length + 1) throw new Wrong('gap', { expected: known.length + 1 })
  if (before && at < before.at) throw new Wrong('entryTime')
  if (previous !== (before?.digest ?? NOTHING)) throw new Wrong('entryChain')
}

function checkContent(entry: EntryLine): void {
  const { at, kind, payload, payloadDigest, previous, salt, seq, stream } = entry
  if ((payload === null) !== (salt === null)) throw new Wrong('halfGone')
  if (payload && salt && hex(digest(unhex(salt), utf8(canonical(payload)))) !== payloadDigest) throw new Wrong('content')
  const said = canonical({ at, kind, payloadDigest, previous, seq, stream })
  if (hex(digest(utf8(said))) !== entry.digest) throw new Wrong('entryDigest')
}
