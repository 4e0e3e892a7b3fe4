import { digest, hex, isSigned, unhex } from './bytes'
import { canonical } from './canonical'
import type { KeyLine } from './lineTypes'
import { Wrong } from './wrong'

/** The keys of a file, each introduced by the one before it. */
export class Keys {
  readonly #keys = new Map<string, KeyLine>()
  #last: KeyLine | null = null

  get ids(): string[] {
    return [...this.#keys.keys()]
  }

  take(key: KeyLine): void {
    const { keyId, previous, publicKey, since } = key
    const before = this.#last
    if (hex(digest(unhex(publicKey))).slice(0, 16) !== keyId) throw new Wrong('keyId')
    if (this.#keys.has(keyId)) throw new Wrong('keyTwice')
    if (previous !== (before?.keyId ?? null)) throw new Wrong('keyChain')
    if (before && since < before.since) throw new Wrong('keyTime')
    const said = canonical({ keyId, previous, publicKey, since })
    if (!isSigned(said, key.signature, (before ?? key).publicKey)) throw new Wrong('keySignature')
    this.#keys.set(keyId, key)
    this.#last = key
  }

  /** The key with the id. Wrong where the file has none. */
  get(keyId: string): KeyLine {
    const key = this.#keys.get(keyId)
    if (!key) throw new Wrong('noKey', { key: keyId })
    return key
  }
}
