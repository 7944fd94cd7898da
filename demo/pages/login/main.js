// Login for staff and tills: the password goes to the server, which answers with a session cookie.
import {explain, logFailure, send} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {loginTexts} from './texts.js';

const at = elementsById({login: HTMLFormElement, password: HTMLInputElement, message: HTMLElement});

/** @type {{error: unknown, busy: boolean}} */
const page = {error: null, busy: false};
const translate = translatePage(loginTexts, showPage);
void openTill();

at('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  if (page.busy) return;
  Object.assign(page, {busy: true, error: null});
  showPage();
  try {
    await send('/api/login', {password: at('password').value});
    location.assign(nextPage());
    return;
  } catch (error) {
    logFailure(error);
    page.error = error;
  }
  page.busy = false;
  showPage();
  at('password').select();
});

/** On the machine of the demo a till needs no password; everywhere else the server refuses, and the form stays. */
async function openTill() {
  if (nextPage().startsWith('/cashier')) {
    try {
      await send('/api/login/till');
      location.replace(nextPage());
      return;
    } catch (error) {
      logFailure(error);
    }
  }
  at('login').hidden = false;
  at('password').focus();
}

/** Only pages of this server that need a session: anybody may have made the address of this page. */
function nextPage() {
  const next = new URLSearchParams(location.search).get('next');
  return (next === '/cashier' ? '/cashier' : '/admin') + (currentLanguage() === 'ar' ? '?lang=ar' : '');
}

function showPage() {
  at('message').textContent = page.error ? explain(page.error, translate) : '';
  at('password').setAttribute('aria-invalid', String(page.error !== null));
}
