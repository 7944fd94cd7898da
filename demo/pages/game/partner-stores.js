// Where coins can be paid in cash. Invented stores; telephone numbers are of the kind that nobody has.

/** @import {PartnerStore} from 'payby-checkout' */

const stores = [
  {
    names: {en: 'Al Waha Mini Mart', ar: 'ميني مارت الواحة'},
    addresses: {en: 'Al Barsha 1, Dubai', ar: 'البرشاء 1، دبي'},
    hours: '07:00–01:00',
    phone: '04 000 0101',
    latitude: 25.1128,
    longitude: 55.1986,
  },
  {
    names: {en: 'Creek Exchange', ar: 'صرافة الخور'},
    addresses: {en: 'Baniyas Road, Deira, Dubai', ar: 'شارع بني ياس، ديرة، دبي'},
    hours: '09:00–22:00',
    phone: '04 000 0102',
    latitude: 25.2669,
    longitude: 55.3105,
  },
  {
    names: {en: 'Palm Grocery', ar: 'بقالة النخلة'},
    addresses: {en: 'Al Karama, Dubai', ar: 'الكرامة، دبي'},
    hours: '08:00–24:00',
    phone: '04 000 0103',
    latitude: 25.2466,
    longitude: 55.3027,
  },
  {
    names: {en: 'Marina Mobiles', ar: 'مارينا للهواتف'},
    addresses: {en: 'Dubai Marina, Dubai', ar: 'مرسى دبي، دبي'},
    hours: '10:00–23:00',
    phone: '04 000 0104',
    latitude: 25.0777,
    longitude: 55.1386,
  },
  {
    names: {en: 'Corniche Corner Shop', ar: 'دكان الكورنيش'},
    addresses: {en: 'Hamdan Street, Abu Dhabi', ar: 'شارع حمدان، أبوظبي'},
    hours: '08:00–24:00',
    phone: '02 000 0105',
    latitude: 24.4903,
    longitude: 54.3623,
  },
  {
    names: {en: 'Souq Side Telecom', ar: 'اتصالات جانب السوق'},
    addresses: {en: 'Rolla, Sharjah', ar: 'الرولة، الشارقة'},
    hours: '09:00–23:00',
    phone: '06 000 0106',
    latitude: 25.3575,
    longitude: 55.3907,
  },
  {
    names: {en: 'Al Jurf Supermarket', ar: 'سوبرماركت الجرف'},
    addresses: {en: 'Al Jurf, Ajman', ar: 'الجرف، عجمان'},
    phone: '06 000 0107',
    latitude: 25.4098,
    longitude: 55.5019,
  },
];

/**
 * For the `stores` property of `<payby-checkout>`, in the page's language.
 * @param {'en' | 'ar'} language
 * @returns {readonly PartnerStore[]}
 */
export const partnerStores = (language) =>
  stores.map(({names, addresses, ...store}) => ({
    ...store,
    name: names[language],
    address: addresses[language],
  }));
