### window-notes
