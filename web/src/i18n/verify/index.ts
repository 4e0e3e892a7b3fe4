import { i18n } from '../index'
import en from './en'
import zh from './zh'

// Loaded with the page that needs them, so that nobody else waits for them.
i18n.global.mergeLocaleMessage('zh-CN', { verify: zh })
i18n.global.mergeLocaleMessage('en', { verify: en })
