import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { client } from '@/api/client'
import { ReportProposalDocument, type ReportProposalQuery } from '@/gql/graphql'
import type { ReportDraft } from './useReportDraft'

export type Proposal = NonNullable<ReportProposalQuery['reportProposal']>
const QUIET_MS = 500

/** What would become of the report that is being written, asked whenever the writing pauses. */
export function useProposal(draft: Readonly<Ref<ReportDraft>>) {
  const proposal = shallowRef<Proposal | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function ask(): Promise<void> {
    const mine = ++turn
    const { said, place } = draft.value
    const description = said.trim()
    if (!description) {
      proposal.value = null
      return
    }
    const { latitude, longitude } = place ?? { latitude: null, longitude: null }
    const { data } = await client.value.query(ReportProposalDocument, { description, latitude, longitude }).toPromise()
    if (data && mine === turn) proposal.value = data.reportProposal
  }

  watch(
    () => [draft.value.said, draft.value.place],
    () => {
      clearTimeout(timer)
      timer = setTimeout(ask, QUIET_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { proposal, askAgain: ask }
}
