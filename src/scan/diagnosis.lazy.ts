/** What only the integrator and the support of a shop read: the report of `diagnose()`, and texts for the console. */
import {diagnose, type Advice, type Diagnosis} from '../core/scan/scanner-diagnosis.js';
import type {BurstTiming, ScannerProfile, WedgeScan} from '../core/scan/wedge-types.js';
import * as english from '../i18n/en.js';
import type {LocaleController} from '../shared/locale-controller.js';

export {rejectionText} from './rejection-text.js';

/** What `diagnose()` resolves with: how the scanner's keys arrived and what to change on it. Holds no code. */
export interface ScanReport extends Omit<Diagnosis, 'advice'> {
  /** What to change on the scanner, in the language of the element; empty when nothing is to be changed. */
  readonly advice: readonly {readonly code: Advice; readonly text: string}[];
}

/** @param burst the longest burst of keys that arrived, if any */
export function createReport(
  burst: WedgeScan | BurstTiming | undefined,
  profile: ScannerProfile,
  locale: LocaleController,
): ScanReport {
  const {advice, ...report} = diagnose(burst, profile);
  const texts = locale.part('diagnosis', english.diagnosis);
  return {...report, advice: advice.map((code) => ({code, text: texts[code]}))};
}
