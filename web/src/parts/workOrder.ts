import type { ReportClockState, WorkCardFragment } from '@/gql/graphql'

/** The columns of the board, in order: the open stages, and one for all that has ended. */
export const WORK_COLUMNS = ['RECEIVED', 'REOPENED', 'ASSIGNED', 'HANDLING', 'ENDED'] as const
export type WorkColumn = (typeof WORK_COLUMNS)[number]
/** How the clock of open work may stand, the worst first. */
export const WORK_CLOCKS = ['OVERDUE', 'WARNED', 'RUNNING', 'STOPPED'] as const satisfies readonly ReportClockState[]
export type WorkClock = (typeof WORK_CLOCKS)[number]

export function columnOf({ stage }: WorkCardFragment): WorkColumn {
  return WORK_COLUMNS.find((each) => each === stage) ?? 'ENDED'
}

const ended = ({ resolvedAt, reportedAt }: WorkCardFragment): number => Date.parse(resolvedAt ?? reportedAt)
const due = ({ dueAt }: WorkCardFragment): number => (dueAt ? Date.parse(dueAt) : Infinity)
const late = ({ clock }: WorkCardFragment): number => Number(clock !== 'OVERDUE')

function sooner(one: WorkCardFragment, other: WorkCardFragment): number {
  const [first, second] = [due(one), due(other)]
  return first === second ? Date.parse(one.reportedAt) - Date.parse(other.reportedAt) : first - second
}

/** What is overdue first, then what is due soonest, and last what waits for an answer; of what has ended, the newest. */
export function inOrder(column: WorkColumn, cards: readonly WorkCardFragment[]): WorkCardFragment[] {
  if (column === 'ENDED') return [...cards].sort((one, other) => ended(other) - ended(one))
  return [...cards].sort((one, other) => late(one) - late(other) || sooner(one, other))
}
