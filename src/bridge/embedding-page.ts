/** The page that a checkout is embedded in, as its host changes it. All styles are set by script: `style-src` stays strict. */
import type {Insets, BridgeTheme} from '../core/bridge/commands.js';
import {warn} from '../shared/console-warning.js';
import {systemClock} from '../shared/system-clock.js';
import type {BridgePage} from './bridge-controller.js';

const sides = ['top', 'right', 'bottom', 'left'] as const;

export const embeddingPage: BridgePage = {
  get window() {
    return window;
  },
  clock: systemClock,
  setTheme(theme: BridgeTheme) {
    document.documentElement.style.colorScheme = theme === 'auto' ? 'light dark' : theme;
  },
  setInsets(insets: Insets) {
    for (const side of sides) document.body.style.setProperty(`padding-${side}`, `${insets[side]}px`);
  },
  setVisible(isVisible: boolean) {
    // The element asks the document; an engine that always says "visible" would have it poll in the background
    if (isVisible) for (const name of ['visibilityState', 'hidden']) Reflect.deleteProperty(document, name);
    else define({visibilityState: 'hidden', hidden: true});
    document.dispatchEvent(new Event('visibilitychange'));
  },
  warn,
};

function define(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(document, name, {value, configurable: true});
  }
}
