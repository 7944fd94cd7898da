// The codes that a camera in this room could see, as a list of buttons. Phone and POS both show it, since neither
// stand-in has a camera.
import {read} from './api.js';
import {currentLanguage} from './language.js';
import {showMoney} from './money.js';
import {repeatWhileVisible} from './repeat.js';

const LOOK_EVERY_MS = 2000;

/** Keeps `list` up to date. `onChoose(tokenUrl)` hears which code was picked; `empty` is shown when there is none. */
export function showNearbyCodes({list, empty, say, onChoose}) {
  let seen = '';
  return repeatWhileVisible(async () => {
    const {codes} = await read('/gateway/app/codes');
    // Buttons are only replaced when something changed: a finger or the focus may be on one.
    const now = JSON.stringify([currentLanguage(), codes]);
    if (now === seen) return;
    seen = now;
    const focused = list.contains(document.activeElement) ? document.activeElement.value : undefined;
    list.replaceChildren(...codes.map((code) => entry(code, say, onChoose)));
    empty.hidden = codes.length > 0;
    if (focused) [...list.querySelectorAll('button')].find((button) => button.value === focused)?.focus();
  }, LOOK_EVERY_MS);
}

function entry(code, say, onChoose) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.value = code.merchantOrderNo;
  button.dataset.test = `nearby-${code.merchantOrderNo}`;
  button.addEventListener('click', () => onChoose(code.tokenUrl));

  const subject = document.createElement('bdi');
  subject.textContent = code.subject ?? code.merchantOrderNo;
  const scene = document.createElement('small');
  scene.textContent = say(code.paySceneCode === 'CASHTOPUP' ? 'code-for-store' : 'code-for-app');
  const amount = document.createElement('strong');
  amount.textContent = showMoney(code.amount, code.currency);

  const words = document.createElement('span');
  words.append(subject, scene);
  button.append(words, amount);
  item.append(button);
  return item;
}
