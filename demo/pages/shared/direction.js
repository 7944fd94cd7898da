// A classic script in the head, so that language and direction are right before the first paint. Every page's markup
// is in English; the markup of an Arabic page stays invisible until language.js has filled in its texts.
(() => {
  const isArabic = new URLSearchParams(location.search).get('lang') === 'ar';
  document.documentElement.lang = isArabic ? 'ar' : 'en';
  document.documentElement.dir = isArabic ? 'rtl' : 'ltr';
  if (isArabic) document.documentElement.dataset['translating'] = '';
})();
