import { i18n, locale } from './index'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `5月3日 18:00`, with the year when it is not this one. */
export function moment(at: string): string {
  const date = new Date(at)
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric'
  const options: Intl.DateTimeFormatOptions = {
    year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }
  return new Intl.DateTimeFormat(locale.value, options).format(date)
}

/** `刚刚`, `3分钟前` within a week, else the moment itself. */
export function ago(at: string, now = Date.now()): string {
  const passed = now - Date.parse(at)
  const relative = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' })
  if (passed < MINUTE) return i18n.global.t('justNow')
  if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), 'minute')
  if (passed < DAY) return relative.format(-Math.floor(passed / HOUR), 'hour')
  return passed < 7 * DAY ? relative.format(-Math.floor(passed / DAY), 'day') : moment(at)
}

/** What is left of a time span, in its two largest units. */
export function span(milliseconds: number): string {
  const { t } = i18n.global
  const left = Math.max(0, milliseconds)
  const d = Math.floor(left / DAY)
  const h = Math.floor((left % DAY) / HOUR)
  const m = Math.floor((left % HOUR) / MINUTE)
  const s = Math.floor((left % MINUTE) / SECOND)
  if (d > 0) return t('poll.days', { d, h })
  return h > 0 ? t('poll.hours', { h, m }) : t('poll.minutes', { m, s })
}

/** A share of one as `62%`; one decimal where it is small. */
export function percent(share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0
  return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: digits }).format(share)
}

export function count(number: number): string {
  return new Intl.NumberFormat(locale.value).format(number)
}

/** `5月3日`, for a day as the server names one. */
export function day(date: string): string {
  const [year = 0, month = 1, number = 1] = date.split('-').map(Number)
  return new Intl.DateTimeFormat(locale.value, { year: 'numeric', month: 'short', day: 'numeric' }).format(
    new Date(year, month - 1, number),
  )
}

/** `18:03`. */
export function hour(at: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(locale.value, options).format(new Date(at))
}

/** `2:05`, as clocks show a time span; an hour is `60:00`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** A length of time as people promise one: `2 小时`, `7 天`. */
export function duration(minutes: number): string {
  const { t } = i18n.global
  const hours = minutes / 60
  if (!Number.isInteger(hours)) return t('reporting.minutes', { n: minutes }, minutes)
  const days = hours / 24
  return days > 1 && Number.isInteger(days) ? t('reporting.days', { n: days }, days) : t('reporting.hours', { n: hours }, hours)
}

/** The day in China at a moment, as the server names days: `2026-05-03`. */
export function chinaDay(at: number | string): string {
  const { format } = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })
  return format(new Date(at))
}

/** A mean to one decimal: `4.5`. */
export function mean(sum: number, number: number): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }).format(sum / number)
}

/** A moment as `datetime-local` fields take it, where the reader is. */
export function localTime(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** `2026年5月`, for a month as the server names one. */
export function month(name: string): string {
  const [year = 0, number = 1] = name.split('-').map(Number)
  return new Intl.DateTimeFormat(locale.value, { year: 'numeric', month: 'long' }).format(new Date(year, number - 1))
}

/** The month some months later, or earlier, as the server names months. */
export function monthAfter(name: string, months: number): string {
  const [year = 0, number = 1] = name.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7)
}

/** The day some days later, or earlier, as the server names days. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}
