// Asks again and again, but only while somebody can see the page, and never twice at once.
export function repeatWhileVisible(ask, restMs) {
  let timer;
  let asking = false;

  const again = async () => {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = true;
    try {
      await ask();
    } catch (error) {
      // A missed look is made good by the next one; nothing here decides about money.
      console.debug('This look failed; the next one follows.', error.code);
    } finally {
      asking = false;
    }
    clearTimeout(timer);
    timer = setTimeout(again, restMs);
  };

  document.addEventListener('visibilitychange', again);
  void again();
  return again;
}
