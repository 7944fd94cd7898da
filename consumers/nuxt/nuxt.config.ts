/** The shop's own server knows the orders and their status. */
const {SHOP_API = 'http://127.0.0.1:8080'} = process.env;

export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  vue: {compilerOptions: {isCustomElement: (tag) => tag.startsWith('payby-')}},
  routeRules: {'/api/**': {proxy: `${SHOP_API}/api/**`}},
});
