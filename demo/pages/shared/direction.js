// A classic script in the head, so that language and direction are right before the first paint. Every page's
// markup is in English; another language stays unseen until language.js has put its words in.
(() => {
  const arabic = new URLSearchParams(location.search).get('lang') === 'ar';
  document.documentElement.lang = arabic ? 'ar' : 'en';
  document.documentElement.dir = arabic ? 'rtl' : 'ltr';
  if (arabic) document.documentElement.dataset.translating = '';
})();
