import { computed, nextTick, shallowRef, watch, type Ref } from 'vue'

const AT_THE_END = 24
/** One that stays has a number. */
interface Numbered { readonly seq: number | null }

/**
 * Keeps a scrolling box at its newest line until somebody scrolls back; `missed` counts what has come since. A finger
 * or a wheel that goes back wins at once over the next word, and nothing moves away under what is being pressed.
 */
export function useFollow(lines: Ref<readonly Numbered[]>, box: Readonly<Ref<HTMLElement | null>>) {
  const following = shallowRef(true)
  const left = shallowRef(0)
  const finals = computed(() => lines.value.reduce((sum, line) => sum + (line.seq === null ? 0 : 1), 0))
  const missed = computed(() => (following.value ? 0 : finals.value - left.value))
  let before = 0
  let held = false

  function toEnd(): void {
    if (following.value && !held && box.value) box.value.scrollTop = box.value.scrollHeight
  }

  function scrolled(): void {
    if (!box.value) return
    const { scrollTop, scrollHeight, clientHeight } = box.value
    const atEnd = scrollHeight - clientHeight - scrollTop <= AT_THE_END
    if (atEnd && scrollTop >= before) following.value = true
    else if (!atEnd && scrollTop < before) stay()
    before = scrollTop
  }

  function stay(): void {
    if (!following.value) return
    left.value = finals.value
    following.value = false
  }

  function wheeled({ deltaY }: WheelEvent): void {
    if (deltaY < 0 && box.value && box.value.scrollTop > 0) stay()
  }

  function hold(holding: boolean): void {
    held = holding
    if (!holding) toEnd()
  }

  function back(): void {
    following.value = true
    toEnd()
  }

  watch(lines, toEnd, { flush: 'post' })
  return { following, missed, scrolled, wheeled, hold, back, resized: () => void nextTick(toEnd) }
}
