import { onScopeDispose } from 'vue'

let current: (() => void) | undefined

/** Only one thing on a page listens at a time, or each word would stand twice: to take the ear ends the other's turn. */
export function useOneEar(end: () => void): () => void {
  onScopeDispose(() => {
    if (current === end) current = undefined
  })
  return () => {
    if (current !== end) current?.()
    current = end
  }
}
