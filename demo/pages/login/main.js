// The way to the pages of staff and tills: a password goes to the server, and a session comes back in a cookie.
import {explain, send} from '../shared/api.js';
import {currentLanguage, speak} from '../shared/language.js';
import {loginTexts} from './texts.js';

const at = (id) => document.getElementById(id);

const page = {error: null, busy: false};
const say = speak(loginTexts, showPage);
at('password').focus();

at('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  if (page.busy) return;
  Object.assign(page, {busy: true, error: null});
  showPage();
  try {
    await send('/api/login', {password: at('password').value});
    location.assign(wantedPage());
    return;
  } catch (error) {
    page.error = error;
  }
  page.busy = false;
  showPage();
  at('password').select();
});

/** Only pages of this server that need a session: the address of this page may come from anybody. */
function wantedPage() {
  const wanted = new URLSearchParams(location.search).get('next');
  return (wanted === '/cashier' ? '/cashier' : '/admin') + (currentLanguage() === 'ar' ? '?lang=ar' : '');
}

function showPage() {
  at('message').textContent = page.error ? explain(page.error, say) : '';
  at('password').setAttribute('aria-invalid', String(page.error !== null));
}
