import { computed, watchEffect } from 'vue'
import { createI18n } from 'vue-i18n'
import en from './en'
import zh from './zh'

export type Locale = 'zh-CN' | 'en'
const KEY = 'heyi.language'

export const i18n = createI18n<[typeof zh], Locale, false>({
  legacy: false,
  locale: localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
})

export const locale = computed(() => i18n.global.locale.value as Locale)

/** Keeps <html lang> in step with the language shown. */
export function showLanguage(): void {
  watchEffect(() => (document.documentElement.lang = locale.value))
}

export function otherLanguage(): void {
  const next: Locale = locale.value === 'en' ? 'zh-CN' : 'en'
  i18n.global.locale.value = next
  localStorage.setItem(KEY, next)
}
