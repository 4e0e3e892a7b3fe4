import type { AnyVariables, TypedDocumentNode } from '@urql/core'
import { shallowRef } from 'vue'
import type { RefusalFullFragment } from '@/gql/graphql'
import { client } from './client'
import { sentence } from './problem'

interface Named { readonly __typename: string }
type Refused = RefusalFullFragment & { readonly __typename: 'Refusal' }
export type Refusal = Pick<RefusalFullFragment, 'code' | 'message' | 'field'>

/** What a form needs to send one deed: whether it is under way, and why it was refused. */
export function useSend() {
  const sending = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)
  const problem = shallowRef('')

  /** The answer, or null when it was refused or failed (then `refusal` or `problem` says why). */
  async function send<Data, Variables extends AnyVariables, Answer extends Named>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    pick: (data: Data) => Answer,
  ): Promise<Exclude<Answer, Refused> | null> {
    if (sending.value) return null
    sending.value = true
    refusal.value = null
    problem.value = ''
    const { data, error } = await client.value.mutation(document, variables).toPromise()
    sending.value = false
    if (error || !data) {
      problem.value = error ? sentence(error) : ''
      return null
    }
    return settle(pick(data))
  }

  function settle<Answer extends Named>(answer: Answer): Exclude<Answer, Refused> | null {
    if (answer.__typename !== 'Refusal') return answer as Exclude<Answer, Refused>
    refusal.value = answer as unknown as Refusal
    return null
  }

  /** The refusal's sentence when it is about this field. */
  const about = (field: string): string => (refusal.value?.field === field ? refusal.value.message : '')

  /** The refusal's sentence when none of these fields shows it, or the problem. */
  const besides = (...fields: string[]): string =>
    refusal.value && !fields.includes(refusal.value.field ?? '') ? refusal.value.message : problem.value

  return { sending, refusal, problem, send, about, besides }
}
