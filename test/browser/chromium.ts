import { existsSync } from 'node:fs';

/** Debian's. A browser that a test tool downloads is none that everybody can have. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const hasBrowser = existsSync(CHROMIUM);
/** In CI the browser is installed, so that its lack is a failure. */
export const isWanted = hasBrowser || process.env['CI'] === 'true';
