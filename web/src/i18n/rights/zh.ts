export default {
  rights: {
    seconds: '{n} 位邻居支持这件事',
    second: '我也支持',
    seconded: '您支持了这件事',
    hide: '隐藏这条留言',
    hideDo: '隐藏',
    hideLead: '只有骂人、泄露隐私这样的话才隐藏；不同意见要留着。原因大家都看得见。',
    hidden: '原因：{reason}',
    wasHidden: '已经隐藏，也告诉了本人。',
    original: '看原来的话',
    restore: '重新显示',
    wasRestored: '已经重新显示。',
    willing: '愿意被抽中当议事代表',
    willingHint: '抽签谁都能查。您随时可以改。',
  },
}
