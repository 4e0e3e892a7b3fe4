import { i18n } from '../index'
import en from './en'
import zh from './zh'

// Loaded with the pages that need them, so that nobody else waits for them.
i18n.global.mergeLocaleMessage('zh-CN', zh)
i18n.global.mergeLocaleMessage('en', en)
