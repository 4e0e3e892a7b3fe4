export default {
  rights: {
    seconds: '{n} neighbour stands behind this | {n} neighbours stand behind this',
    second: 'I stand behind it too',
    seconded: 'You stand behind this',
    hide: 'Hide this comment',
    hideDo: 'Hide',
    hideLead: 'Hide only insults, private matters and the like; another opinion stays. Everybody reads the reason.',
    hidden: 'Reason: {reason}',
    wasHidden: 'Hidden; its author has been told.',
    original: 'Read what was said',
    restore: 'Show it again',
    wasRestored: 'Shown again.',
    willing: 'Willing to be drawn for the council',
    willingHint: 'Anybody can check the draw. You can change this at any time.',
  },
}
