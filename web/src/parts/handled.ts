import type { ReportFullFragment } from '@/gql/graphql'
import type { HandlingDraft } from '@/live/useHandlingDraft'
import type { StaffStep } from '@/live/useStep'

/** What each form of a step is given. */
export interface Handled {
  readonly report: ReportFullFragment
  readonly departments: readonly { readonly id: string; readonly name: string }[]
  readonly draft: HandlingDraft
}

/** Whether the viewer may take the step now. */
export const mayTake = ({ nextSteps }: ReportFullFragment, step: StaffStep): boolean => nextSteps.some((each) => each === step)
