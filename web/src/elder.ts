import { readonly, shallowRef, watchEffect } from 'vue'

const KEY = 'heyi.elder'
const on = shallowRef(localStorage.getItem(KEY) === 'on')

/** Whether the page shows large type and high contrast (长辈版). */
export const elder = readonly(on)

export function switchElder(): void {
  on.value = !on.value
  localStorage.setItem(KEY, on.value ? 'on' : 'off')
}

/** Keeps <html data-elder> in step with the switch. */
export function showElder(): void {
  watchEffect(() => document.documentElement.toggleAttribute('data-elder', on.value))
}
