// The codes that a camera in this room could see, as a list of buttons. The phone and the POS both show it: the phone has no
// camera, and one computer's camera does not see its own screen.
import {read} from './api.js';
import {currentLanguage} from './language.js';
import {showMoney} from './money.js';
import {repeatWhileVisible} from './repeat.js';

/** @import {NearbyCode} from './api-types.js' */
/** @import {CommonKey, Translate} from './language.js' */

const REFRESH_MS = 2000;

/**
 * Fills `list` and keeps it up to date.
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {HTMLElement} options.empty is shown when there is no code.
 * @param {Translate<CommonKey>} options.translate
 * @param {(tokenUrl: string) => void} options.onChoose
 * @returns {() => Promise<void>} refreshes the list now
 */
export function showNearbyCodes({list, empty, translate, onChoose}) {
  let shown = '';
  return repeatWhileVisible(async () => {
    const {codes} = await read('/gateway/app/codes');
    // Buttons are only replaced when something changed: a finger or the focus may be on one.
    const now = JSON.stringify([currentLanguage(), codes]);
    if (now === shown) return;
    shown = now;
    const focused = focusedValue(list);
    list.replaceChildren(...codes.map((code) => entry(code, translate, onChoose)));
    empty.hidden = codes.length > 0;
    if (focused) [...list.querySelectorAll('button')].find(({value}) => value === focused)?.focus();
  }, REFRESH_MS);
}

/** @param {HTMLElement} list */
function focusedValue(list) {
  const focused = document.activeElement;
  return focused instanceof HTMLButtonElement && list.contains(focused) ? focused.value : undefined;
}

/**
 * @param {NearbyCode} code
 * @param {Translate<CommonKey>} translate
 * @param {(tokenUrl: string) => void} onChoose
 */
function entry(code, translate, onChoose) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.value = code.merchantOrderNo;
  button.dataset['test'] = `nearby-${code.merchantOrderNo}`;
  button.addEventListener('click', () => onChoose(code.tokenUrl));

  const subject = document.createElement('bdi');
  subject.textContent = code.subject ?? code.merchantOrderNo;
  const scene = document.createElement('small');
  scene.textContent = translate(code.paySceneCode === 'CASHTOPUP' ? 'code-for-store' : 'code-for-app');
  const amount = document.createElement('strong');
  amount.textContent = showMoney(code.amount, code.currency);

  const words = document.createElement('span');
  words.append(subject, scene);
  button.append(words, amount);
  item.append(button);
  return item;
}
