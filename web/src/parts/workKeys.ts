const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

const links = (column: Element): HTMLElement[] => [...column.querySelectorAll<HTMLElement>('[data-report]')]

/** Goes with the arrow keys from card to card, up and down a column and across to those that have cards. */
export function walk(event: KeyboardEvent): void {
  const way = WAYS[event.key]
  const from = event.target as HTMLElement
  if (!way || !from.dataset.report || event.altKey || event.ctrlKey || event.metaKey) return
  const columns = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[data-column]')]
    .filter((column) => column.offsetParent)
    .map(links)
    .filter((cards) => cards.length)
  const at = columns.findIndex((cards) => cards.includes(from))
  const cards = columns[at + way[0]]
  const next = cards?.[Math.min(cards.length - 1, (columns[at]?.indexOf(from) ?? 0) + way[1])]
  event.preventDefault()
  next?.focus()
}
