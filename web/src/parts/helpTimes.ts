import type { HelpPostFullFragment, HelpWindowInput } from '@/gql/graphql'
import { i18n, locale } from '@/i18n'

/** The parts of a day that a form offers, in minutes after midnight. */
export const PARTS = { morning: [480, 720], afternoon: [780, 1080], evening: [1080, 1260] } as const
export type Part = keyof typeof PARTS
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

const MONDAY = Date.UTC(2024, 0, 1)

/** `周一`, for 1. */
export function weekday(number: number): string {
  const at = new Date(MONDAY + (number - 1) * 86_400_000)
  return new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }).format(at)
}

/** The window of the week that a part of a day is. */
export function windowOf(day: number, part: Part): HelpWindowInput {
  const [begins, ends] = PARTS[part]
  return { weekday: day, begins, ends }
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

function said({ weekday: day, begins, ends }: HelpWindowInput): string {
  const part = (Object.keys(PARTS) as Part[]).find((each) => PARTS[each][0] === begins && PARTS[each][1] === ends)
  const when = part ? i18n.global.t(`help.part.${part}`) : `${clock(begins)}–${clock(ends)}`
  return i18n.global.t('help.window', { day: weekday(day), when })
}

/** When somebody is free, in words. */
export function timesSaid(windows: HelpPostFullFragment['windows']): string {
  const { t } = i18n.global
  return windows.length ? windows.map(said).join(t('help.and')) : t('help.anyTime')
}
