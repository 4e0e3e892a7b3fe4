import { readonly, shallowRef } from 'vue'

const KEY = 'heyi.token'
const current = shallowRef(localStorage.getItem(KEY))

/** The bearer token of this browser, or null for a guest. */
export const token = readonly(current)

export function keepToken(value: string | null): void {
  current.value = value
  if (value === null) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, value)
}

/** Follows a sign-in or sign-out made in another tab. */
export function followOtherTabs(changed: () => void): void {
  addEventListener('storage', (event) => {
    if (event.key !== KEY && event.key !== null) return
    current.value = localStorage.getItem(KEY)
    changed()
  })
}
