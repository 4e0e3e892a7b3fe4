import { digest } from './bytes'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The tree hash of RFC 6962, section 2.1. It keeps the whole subtrees on its left edge, largest first. */
export class Tree {
  readonly #whole: { size: number; hash: Uint8Array }[] = []

  add(leaf: Uint8Array): void {
    let last = { size: 1, hash: digest(LEAF, leaf) }
    for (let left = this.#whole.at(-1); left?.size === last.size; left = this.#whole.at(-1)) {
      this.#whole.pop()
      last = { size: 2 * last.size, hash: digest(NODE, left.hash, last.hash) }
    }
    this.#whole.push(last)
  }

  root(): Uint8Array {
    const hashes = this.#whole.map(({ hash }) => hash)
    return hashes.length ? hashes.reduceRight((right, left) => digest(NODE, left, right)) : digest(new Uint8Array())
  }
}
