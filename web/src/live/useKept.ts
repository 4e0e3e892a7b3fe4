import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'

const AGAIN_MS = 3_000

/**
 * The newest answer to a query, kept while asking anew fails: a page does not go blank because the
 * line is down. Without an answer it is asked again until there is one. `about` names what is asked for.
 */
export function useKept<Data>(
  about: () => string,
  data: Ref<Data | undefined>,
  error: Ref<{ networkError?: Error } | undefined>,
  ask: () => void,
): Ref<Data | undefined> {
  const kept = shallowRef<Data>()
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(about, () => (kept.value = undefined))
  watch(data, (answer) => answer !== undefined && (kept.value = answer), { immediate: true })
  watch(error, (problem) => {
    clearTimeout(timer)
    if (problem?.networkError) timer = setTimeout(ask, AGAIN_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return kept
}
