/**
 * Lets a phone's back button close a dialog instead of leaving the page. Browsers with `CloseWatcher` do that for modal
 * dialogs themselves. In others it goes back in history, so an entry with the same URL and state is added first: the
 * page's router sees no change.
 */

/**
 * @param close called when the person goes back
 * @returns call it when the dialog was closed in another way. By the person: the added entry is removed. By the
 *   program: the page may be navigating, so its history is not touched
 */
export function closeOnBack(close: () => void, isNeeded = needsHistory()): (isByPerson: boolean) => void {
  if (!isNeeded) return () => undefined;
  history.pushState(history.state, '');
  let isBack = false;
  const handlePopState = (): void => {
    isBack = true;
    close();
  };
  window.addEventListener('popstate', handlePopState, {once: true});
  return (isByPerson) => {
    window.removeEventListener('popstate', handlePopState);
    if (isByPerson && !isBack) history.back();
  };
}

const needsHistory = (): boolean => !('CloseWatcher' in window) && matchMedia('(pointer: coarse)').matches;
