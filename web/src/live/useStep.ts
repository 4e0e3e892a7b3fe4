import { i18n } from '@/i18n'
import { useSend } from '@/api/send'
import type { ReportStep } from '@/gql/graphql'
import { say } from './notices'

export type StaffStep = Extract<ReportStep, 'START' | 'ASSIGN' | 'HAND_OVER' | 'ASK' | 'RESOLVE' | 'REJECT'>

/** A step that staff take: sent, and said when it is done. Whatever came of it, the report is looked at again. */
export function useStep(step: StaffStep, again: () => void) {
  const sender = useSend()

  /** Whether the step was taken. */
  const take: typeof sender.send = async (document, variables, pick) => {
    const answer = await sender.send(document, variables, pick)
    if (answer) say(i18n.global.t(`handling.done.${step}`))
    again()
    return answer
  }

  return { ...sender, take }
}
