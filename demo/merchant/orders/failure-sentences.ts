/**
 * Why PayBy refuses a payer, in words with a next step, and by its cause. PayBy sends these codes as refusals of
 * `placeOrder` and as the `failCode` of an order; its own texts are for engineers.
 */
import type {FailureCause} from 'payby-checkout/core';
import {PaybyCode} from '../../payby/result-codes.js';

/** A sentence for the payer or the cashier, by the code of the failure. */
export const FAILURE_SENTENCES = {
  [PaybyCode.SERVICE_TIMEOUT]: 'PayBy took too long. Nothing was paid; please try again.',
  [PaybyCode.RISK_FAIL]: 'PayBy stopped this payment for safety. Please pay another way.',
  [PaybyCode.PAYER_NOT_IDENTIFIED]:
    'The identity check in the app is not complete. Please complete it first, or pay another way.',
  [PaybyCode.RISK_CONTROL_REJECTION]: 'PayBy stopped this payment for safety. Please pay another way.',
  [PaybyCode.AMOUNT_LIMIT_EXCEEDED]:
    'The amount is above the limit of this account. Please pay a smaller amount, or another way.',
  [PaybyCode.COUNT_LIMIT_EXCEEDED]:
    'This account has made as many payments as PayBy allows. Please try later, or pay another way.',
  [PaybyCode.PAYER_NOT_VERIFIED]:
    'The identity check in the app is not complete. Please complete it first, or pay another way.',
  [PaybyCode.CHANNEL_REJECTION]: 'The bank did not allow this payment. Please pay another way.',
} as const;

/**
 * The same for the checkout, which has words of its own for each cause. PayBy documents no code for a small balance, and
 * `SERVICE_TIMEOUT` is nothing that a payer can change.
 */
const FAILURE_CAUSES: Readonly<Record<string, FailureCause>> = {
  [PaybyCode.RISK_FAIL]: 'declined',
  [PaybyCode.RISK_CONTROL_REJECTION]: 'declined',
  [PaybyCode.CHANNEL_REJECTION]: 'declined',
  [PaybyCode.AMOUNT_LIMIT_EXCEEDED]: 'limit',
  [PaybyCode.COUNT_LIMIT_EXCEEDED]: 'limit',
  [PaybyCode.PAYER_NOT_IDENTIFIED]: 'identity',
  [PaybyCode.PAYER_NOT_VERIFIED]: 'identity',
};

const SENTENCES: ReadonlyMap<string, string> = new Map(Object.entries(FAILURE_SENTENCES));

const CAUSES: ReadonlyMap<string, FailureCause> = new Map(Object.entries(FAILURE_CAUSES));

/** What a payment with this `failCode` failed for, if the code says so. */
export const causeFor = (failCode: string | undefined): FailureCause | undefined =>
  failCode === undefined ? undefined : CAUSES.get(failCode);

/** The sentence of a `failCode`, if there is one. */
export const sentenceFor = (failCode: string | undefined): string | undefined =>
  failCode === undefined ? undefined : SENTENCES.get(failCode);
