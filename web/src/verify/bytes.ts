import { hashes, verify } from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'

// Browsers offer these only on secure origins, and Ed25519 only lately: a street's server may have neither.
hashes.sha512 = sha512
const encoder = new TextEncoder()

export const hex = bytesToHex
export const unhex = hexToBytes
export const utf8 = (text: string): Uint8Array => encoder.encode(text)
export const digest = (...parts: Uint8Array[]): Uint8Array => sha256(concatBytes(...parts))

/** A digest of bytes that come one after the other. */
export class Running {
  readonly #hash = sha256.create()

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  hex(): string {
    return hex(this.#hash.clone().digest())
  }
}

/** Whether the holder of the key has signed the text. All but the text is hex. */
export function isSigned(text: string, signature: string, publicKey: string): boolean {
  try {
    return verify(unhex(signature), utf8(text), unhex(publicKey), { zip215: false })
  } catch {
    return false
  }
}
