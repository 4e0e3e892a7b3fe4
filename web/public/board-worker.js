// Keeps the board, what it is made of and the photos it showed, for when nobody answers. It keeps no answers.
const KEPT = 'heyi-board'
const MADE_OF = /\/assets\/[^"'\s]+/g
const MOST_OF_A_KIND = 48

async function keepBoard() {
  const page = await fetch('/board')
  if (!page.ok) return
  const cache = await caches.open(KEPT)
  const parts = (await page.clone().text()).match(MADE_OF) ?? []
  await cache.addAll(parts)
  await cache.put('/board', page)
}

function placeOf(request) {
  return request.mode === 'navigate' ? '/board' : request.url
}

function isKept(request) {
  const { origin, pathname } = new URL(request.url)
  const ours = origin === location.origin && request.method === 'GET'
  return ours && (request.mode === 'navigate' || pathname.startsWith('/assets/') || pathname.startsWith('/files/'))
}

async function keep(request, response) {
  const cache = await caches.open(KEPT)
  await cache.put(placeOf(request), response)
  for (const folder of ['/files/', '/assets/']) {
    const kept = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(folder))
    await Promise.all(kept.slice(0, -MOST_OF_A_KIND).map((each) => cache.delete(each)))
  }
}

async function answer(event) {
  const { request } = event
  try {
    const response = await fetch(request)
    if (response.ok) event.waitUntil(keep(request, response.clone()))
    return response
  } catch (reason) {
    const kept = await caches.match(placeOf(request))
    if (kept) return kept
    throw reason
  }
}

addEventListener('install', (event) => event.waitUntil(keepBoard().then(() => self.skipWaiting())))
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
addEventListener('fetch', (event) => {
  if (isKept(event.request)) event.respondWith(answer(event))
})
