import type { Finding } from '../../findings/report-schema.js';
import { formatSource } from '../text/source.js';
import { html, type Markup } from './markup.js';

/** The line to mend; without one where the reference is declared, or what the finding is about. */
export function writeFix({ code, brokenEdge, source }: Finding): Markup | null {
  const missing = code?.missing ?? null;
  if (missing !== null)
    return html`<p class="fix"><b>To fix</b> <code>${formatSource(missing)}</code>${missing.function !== null && html` in <code>${missing.function}</code>`}</p>`;
  const place = brokenEdge?.source ?? source;
  if (place === null) return null;
  return html`<p class="place"><b>${brokenEdge?.source == null ? 'About' : 'The reference is declared at'}</b> <code>${formatSource(place)}</code></p>`;
}
