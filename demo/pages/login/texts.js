/** @satisfies {{en: import('../shared/language.js').Texts, ar: import('../shared/language.js').Texts}} */
export const loginTexts = {
  en: {
    title: 'Log in',
    heading: 'Staff sign-in',
    password: 'Password',
    'log-in': 'Log in',
    'error-missing-password': 'Enter the password first.',
    'error-too-many-logins': 'Too many wrong passwords. Please wait a moment, then try again.',
  },
  ar: {
    title: 'تسجيل الدخول',
    heading: 'لموظفي المتجر',
    password: 'كلمة المرور',
    'log-in': 'دخول',
    'error-missing-password': 'أدخل كلمة المرور أولًا.',
    'error-too-many-logins': 'محاولات خاطئة كثيرة. يرجى الانتظار قليلًا ثم المحاولة مجددًا.',
  },
};
