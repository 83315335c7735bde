// Runs before anything is painted, so that a chosen theme does not flash. A file of its own: the policy allows no inline code.
try {
  const theme = localStorage.getItem('openledger.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is closed to us: the system's theme it is.
}
