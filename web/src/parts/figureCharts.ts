import type { Figure, FigurePeriod, FiguresFullFragment } from '@/gql/graphql'
import { i18n } from '@/i18n'
import { count, day, month, span } from '@/i18n/format'

type Row = FiguresFullFragment
type Key = 'received' | 'answered' | 'solved' | 'rated' | 'time'
type Tone = 'main' | 'warn' | 'soft'
/** A column of a table; `figure` is what opens behind it. */
export interface Series {
  readonly key: 'received' | 'inTime' | 'late' | 'solved' | 'rated' | 'median' | 'ninety'
  readonly figure: Figure
  readonly tone: Tone
  readonly of: (row: Row) => number | null
}
/** One picture with its table; `pile` gives the heights that stand on each other in a column. */
export interface Chart {
  readonly key: Key
  readonly series: readonly Series[]
  readonly pile: (row: Row) => readonly number[]
}

const HOUR = 60
const DAY = 24 * HOUR
const one = (key: 'received' | 'solved' | 'rated', figure: Figure): Chart => ({
  key,
  series: [{ key, figure, tone: 'main', of: (row) => row[key] }],
  pile: (row) => [row[key]],
})

export const CHARTS: readonly Chart[] = [
  one('received', 'RECEIVED'),
  {
    key: 'answered',
    series: [
      { key: 'inTime', figure: 'ANSWERED_IN_TIME', tone: 'main', of: (row) => row.answeredInTime },
      { key: 'late', figure: 'ANSWERED_LATE', tone: 'warn', of: (row) => row.answeredLate },
    ],
    pile: (row) => [row.answeredInTime, row.answeredLate],
  },
  one('solved', 'SOLVED'),
  one('rated', 'RATED'),
  {
    key: 'time',
    series: [
      { key: 'median', figure: 'TIMED', tone: 'main', of: (row) => row.medianMinutes },
      { key: 'ninety', figure: 'TIMED', tone: 'soft', of: (row) => row.ninetyMinutes },
    ],
    // The 90th percentile is never below the median, so what it has more stands on top.
    pile: ({ medianMinutes, ninetyMinutes }) => [medianMinutes ?? 0, (ninetyMinutes ?? 0) - (medianMinutes ?? 0)],
  },
]

export const isTime = ({ key }: Chart): boolean => key === 'time'
/** Whether there is something behind a number; a report may be solved within its first minute. */
export const opens = (chart: Chart, value: number | null): boolean => (isTime(chart) ? value !== null : Boolean(value))
export const heightOf = (chart: Chart, row: Row): number => chart.pile(row).reduce((sum, each) => sum + each, 0)

/** In which unit a scale up to so many minutes is marked, and how many minutes that is. */
export function unitOf(most: number): { name: 'minutes' | 'hours' | 'days'; minutes: number } {
  if (most > 2 * DAY) return { name: 'days', minutes: DAY }
  return most > 2 * HOUR ? { name: 'hours', minutes: HOUR } : { name: 'minutes', minutes: 1 }
}

/** A length of time in its two largest units, whole minutes at least. */
export function lasting(minutes: number): string {
  return minutes < HOUR ? i18n.global.t('figures.minutes', { n: minutes }, minutes) : span(minutes * 60_000)
}

/** A number as it is said: a count, or a length of time. */
export function said(chart: Chart, value: number | null): string {
  if (value === null) return i18n.global.t('figures.none')
  return isTime(chart) ? lasting(value) : count(value)
}

export const whenOf = (by: FigurePeriod, { since }: Pick<Row, 'since'>): string => (by === 'MONTH' ? month(since.slice(0, 7)) : day(since))
