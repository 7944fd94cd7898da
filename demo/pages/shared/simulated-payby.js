// No name server knows the simulated PayBy: what the real one serves at the address of a code, it serves here.

const TOKEN_ORIGIN = 'https://qr.payby.test';

/**
 * The address of PayBy's page for a code, on this server.
 * @param {string} tokenUrl
 */
export const payPageOf = (tokenUrl) => `/gateway/pay-page/main${new URL(tokenUrl).search}`;

/**
 * Opens the simulated page for a link of the element. Links to the real PayBy are left alone.
 * @param {HTMLElement} checkout
 */
export function openSimulatedPages(checkout) {
  checkout.addEventListener('click', (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (!link || new URL(link.href).origin !== TOKEN_ORIGIN) return;
    event.preventDefault();
    open(payPageOf(link.href), '_blank', 'noopener');
  });
}
