import { watch } from 'vue'
import { locale } from '@/i18n'
import { comebacks } from './line'

/** Asks anew when the line has come back, and in another language when that was chosen. */
export function useComeback(askAnew: () => void): void {
  watch([comebacks, locale], askAnew)
}
