/**
 * Calls `wake` when a page should not wait any longer: the device is online again, or somebody looks
 * at the page again. Does nothing outside a browser. Returns its undo.
 */
export function onWakeUp(wake: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};

  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}
