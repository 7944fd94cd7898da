/** This till's name for PayBy, the merchant's reports and its customer display: the heading of the till says "Counter 2". */
export const TERMINAL_ID = 'counter-2';
/** What tills charge. */
export const CURRENCY = 'AED';
