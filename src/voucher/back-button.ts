/**
 * A phone's back button closes what lies over the page, and does not leave the page. Newer browsers do that for a
 * modal dialog by themselves. Older ones go back in history: so there is an entry to go back from, which is the same
 * page with the same state, so that a router sees nothing new.
 */

/**
 * @param close called when the person goes back
 * @returns an end, to be called when it was closed otherwise: by the person (then the entry is taken back), or by an
 *   event of the program, when the page may be on its way elsewhere and its history is left alone
 */
export function closeOnBack(close: () => void, isNeeded = needsHistory()): (isByPerson: boolean) => void {
  if (!isNeeded) return () => undefined;
  history.pushState(history.state, '');
  let isBack = false;
  const goneBack = (): void => {
    isBack = true;
    close();
  };
  window.addEventListener('popstate', goneBack, {once: true});
  return (isByPerson) => {
    window.removeEventListener('popstate', goneBack);
    if (isByPerson && !isBack) history.back();
  };
}

const needsHistory = (): boolean => !('CloseWatcher' in window) && matchMedia('(pointer: coarse)').matches;
