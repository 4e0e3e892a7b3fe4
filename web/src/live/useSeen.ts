import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'

/** Whether an element is on the screen, or within `margin` of it. */
export function useSeen(element: Readonly<Ref<HTMLElement | null>>, margin = '200px'): Ref<boolean> {
  const seen = shallowRef(false)
  const observer = new IntersectionObserver(
    (entries) => (seen.value = entries.at(-1)?.isIntersecting ?? false),
    { rootMargin: margin },
  )
  onMounted(() => {
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return seen
}
