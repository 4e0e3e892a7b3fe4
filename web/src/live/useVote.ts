import { computed, shallowRef, type Ref } from 'vue'
import { client } from '@/api/client'
import { newKey } from '@/api/idempotency'
import { sentence } from '@/api/problem'
import { untilAnswered } from '@/api/retry'
import { CastVoteDocument, type CastVoteMutation, type PollFullFragment } from '@/gql/graphql'

type MyVote = NonNullable<PollFullFragment['myVote']>
interface Intent { choice: string; key: string }

function cast(pollId: string, { choice, key }: Intent) {
  const input = { pollId, choice, idempotencyKey: key }
  return untilAnswered(() => client.value.mutation(CastVoteDocument, { input }).toPromise())
}

/** One tap, one vote: the choice on its way, the viewer's vote that counts, and why not. */
export function useVote(poll: Ref<PollFullFragment>, counted: () => void) {
  const sending = shallowRef<string | null>(null)
  const trouble = shallowRef('')
  const receipt = shallowRef<MyVote | null>(null)
  let intent: Intent | null = null

  const myVote = computed(() => {
    const known = poll.value.myVote
    return receipt.value && receipt.value.seq > (known?.seq ?? 0) ? receipt.value : known
  })

  function settle(answer: CastVoteMutation['castVote'], choice: string): void {
    intent = null
    if (answer.__typename === 'Refusal') trouble.value = answer.message
    else {
      const { tracker, castAt, seq } = answer
      const label = poll.value.choices.find((each) => each.key === choice)?.label ?? choice
      receipt.value = { choice: { key: choice, label }, tracker, castAt, seq }
    }
    counted()
  }

  async function vote(choice: string): Promise<void> {
    if (sending.value !== null || myVote.value?.choice.key === choice) return
    sending.value = choice
    trouble.value = ''
    // The same choice after a failure is the same intent: the server may have counted it already.
    if (intent?.choice !== choice) intent = { choice, key: newKey() }
    const { data, error } = await cast(poll.value.id, intent)
    if (data) settle(data.castVote, choice)
    else if (error) trouble.value = sentence(error)
    sending.value = null
  }

  return { sending, trouble, myVote, vote }
}
