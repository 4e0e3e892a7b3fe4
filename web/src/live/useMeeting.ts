import { useQuery } from '@urql/vue'
import { computed, shallowRef, watch } from 'vue'
import { MeetingDocument, type PollFullFragment } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { useDecision, type Entry } from './useDecision'
import { useKept } from './useKept'
import { useProceedings, type Proceedings } from './useProceedings'

const CHANGES_PAGE = /^(poll\.(scheduled|opened|closed)|agreement\.|meeting\.stream_set)/

/** The item of the agenda that is open. */
export function openItem(state: Proceedings | undefined) {
  return state?.agenda.find((item) => item.openedAt && !item.closedAt)
}

/**
 * A meeting with how it stands now, and the poll of the moment: that of the open item, or else the issue's open one.
 * `skew` is how far the server's clock is ahead of this one, in milliseconds.
 */
export function useMeeting(id: () => string) {
  const { data, error, fetching, executeQuery } = useQuery({
    query: MeetingDocument,
    variables: computed(() => ({ id: id() })),
  })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(id, data, error, refresh)
  const meeting = computed(() => kept.value?.meeting)
  const state = useProceedings(id, computed(() => meeting.value?.proceedings))
  const skew = shallowRef(0)
  watch(meeting, (read) => read && (skew.value = Date.parse(read.proceedings.at) - Date.now()))

  let last: string | undefined
  const poll = computed<PollFullFragment | undefined>(() => {
    const polls = meeting.value?.issue?.polls ?? []
    const named = openItem(state.value)?.pollId
    const found = polls.find((each) => each.id === named) ?? polls.find((each) => each.phase === 'OPEN')
    last = found?.id ?? last
    return found ?? polls.find((each) => each.id === last)
  })

  function heard(entries: Entry[]): void {
    if (entries.some(({ kind }) => CHANGES_PAGE.test(kind))) refresh()
  }

  useDecision(meeting, heard)
  useComeback(refresh)
  watch(
    () => state.value?.phase,
    (phase, before) => before && phase !== before && refresh(),
  )
  return { meeting, state, poll, skew, error, fetching, refresh }
}
