import { chinaDay, day } from '@/i18n/format'

/** The last day on which something is good that ends at a moment, in China: `2026年5月3日`. */
export function lastDay(expiresAt: string): string {
  return day(chinaDay(Date.parse(expiresAt) - 1))
}
