import type { ReportStage } from '@/gql/graphql'

/** The way of a report that is taken up, in order. */
export const REPORT_WAY: readonly ReportStage[] = ['RECEIVED', 'ASSIGNED', 'HANDLING', 'RESOLVED', 'RATED']

/** How many steps of the way are behind; one that is worked on again is with its department. */
export function stepsBehind(stage: ReportStage): number {
  return REPORT_WAY.indexOf(stage === 'REOPENED' ? 'ASSIGNED' : stage) + 1
}

/** The stages still to come from here; none after a refusal. */
export function reportToCome(stage: ReportStage): readonly ReportStage[] {
  return stage === 'REJECTED' ? [] : REPORT_WAY.slice(stepsBehind(stage))
}

export const isOpen = (stage: ReportStage): boolean => !['RESOLVED', 'RATED', 'REJECTED'].includes(stage)
