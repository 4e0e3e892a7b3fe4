import { readonly, shallowRef } from 'vue'

const LASTS_MS = 8000
const current = shallowRef('')
let timer: ReturnType<typeof setTimeout> | undefined

/** The sentence the page says now, or an empty one. */
export const notice = readonly(current)

export function say(text: string): void {
  clearTimeout(timer)
  current.value = text
  if (text) timer = setTimeout(() => (current.value = ''), LASTS_MS)
}
