import { createApp } from 'vue'
import App from './App.vue'
import { endSession, loadViewer, watchIdentity } from './api/identity'
import { showElder } from './elder'
import { i18n, showLanguage } from './i18n'
import { onSessionEnded } from './live/line'
import { fill } from './parts/fill'
import { router } from './router'
import './styles/index.css'

showElder()
showLanguage()
watchIdentity()
onSessionEnded(endSession)
void loadViewer()

createApp(App).use(i18n).use(router).directive('fill', fill).mount('#app')
