import { readonly, shallowRef } from 'vue'

const SEEN_MS = 3000
const READ_MS = 120
const LONGEST_MS = 12_000
const current = shallowRef('')
let timer: ReturnType<typeof setTimeout> | undefined

/** The sentence the page says now, or an empty one. */
export const notice = readonly(current)

/** Says a sentence for as long as it takes to read; an empty one takes it away. */
export function say(text: string): void {
  clearTimeout(timer)
  current.value = text
  if (text) timer = setTimeout(() => (current.value = ''), Math.min(SEEN_MS + READ_MS * text.length, LONGEST_MS))
}
