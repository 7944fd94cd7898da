/** Of the content before the outcome, CSS px: its height, and where the live region begins in it. */
export type Place = Readonly<Record<'height' | 'top' | 'start', number>>;

/** Of an order that came with its outcome. */
export const NO_PLACE: Place = {height: 0, top: 0, start: 0};

/** Reads the layout, which costs a frame's work: to be called once, when the outcome is known. */
export function placeOf(root: ShadowRoot | null, direction: 'ltr' | 'rtl'): Place {
  const pay = root?.querySelector<HTMLElement>('.pay');
  const status = root?.querySelector<HTMLElement>('.status');
  if (!pay || !status) return NO_PLACE;
  const left = status.offsetLeft - pay.offsetLeft;
  return {
    height: pay.offsetHeight,
    top: status.offsetTop - pay.offsetTop,
    start: direction === 'ltr' ? left : pay.offsetWidth - left - status.offsetWidth,
  };
}
