import { createApp } from 'vue'
import BoardPage from './BoardPage.vue'
import './board.css'
import { LANGUAGE, say } from './words'

document.documentElement.lang = LANGUAGE
document.title = say('title')
createApp(BoardPage).mount('#board')

// Without it a board that is switched on while nobody answers stays blank. Browsers offer it on secure origins only.
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/board-worker.js', { scope: '/board' }).catch((reason: unknown) => {
    console.warn('The board will not start without a connection:', reason)
  })
}
