import { isSigned } from './bytes'
import { canonical } from './canonical'
import type { Entries } from './entries'
import type { Keys } from './keys'
import type { CheckpointLine } from './lineTypes'
import { Wrong } from './wrong'

/** The entries that were signed one by one. */
export class Checkpoints {
  readonly #signed = new Set<string>()
  readonly #streams: readonly string[]
  readonly #entries: Entries
  readonly #keys: Keys
  #last = { stream: -1, seq: 0 }

  constructor(streams: readonly string[], entries: Entries, keys: Keys) {
    this.#streams = streams
    this.#entries = entries
    this.#keys = keys
  }

  get count(): number {
    return this.#signed.size
  }

  take(checkpoint: CheckpointLine): void {
    const { at, digest, keyId, seq, signature, stream } = checkpoint
    const entry = this.#entries.get(stream, seq)
    if (!entry) throw new Wrong('noEntry')
    this.#next(stream, seq)
    if (entry.digest !== digest) throw new Wrong('checkpointDigest')
    if (at < entry.at) throw new Wrong('checkpointTime')
    const key = this.#keys.get(keyId)
    if (at < key.since) throw new Wrong('keyTooNew', { key: keyId })
    const said = canonical({ at, digest, keyId, seq, stream })
    if (!isSigned(said, signature, key.publicKey)) throw new Wrong('signature', { key: keyId })
    this.#signed.add(`${stream} ${seq}`)
  }

  has(stream: string, seq: number): boolean {
    return this.#signed.has(`${stream} ${seq}`)
  }

  #next(stream: string, seq: number): void {
    const place = this.#streams.indexOf(stream)
    const { stream: before, seq: last } = this.#last
    if (place < before || (place === before && seq <= last)) throw new Wrong('checkpointOrder')
    this.#last = { stream: place, seq }
  }
}
