import type { FindingKind, Source } from '../../findings/report-schema.js';
import { type ClusterFacts, isMostlyDead } from '../cases/cluster-facts.js';
import type { ReleaseCall } from '../cases/release-call.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { isHeldValue, isOfOpenHandle, targetEventOf } from '../labels/label-questions.js';
import { ownerText } from '../labels/label-text.js';
import { withArticle } from '../labels/with-article.js';
import { oneSuspect } from './suspect-names.js';

/**
 * What to do about a finding: an imperative sentence, one form for each kind.
 *
 * @param label the reference to cut, as the report shows it
 * @param reference the same as structured parts
 * @param callback where the listener or callback is written, when there is one
 * @param listed whether the suspects are linked entries of a list or tree that the reference belongs to
 * @param user the part of the program that goes with suspects that Node.js made, when one is known
 * @param call how the program gives back leases that its own objects are wrapped around, when there are such objects
 * @param entry the class of the entries, where each has a suspect
 * @param likewise links of other classes in the same list, which must be cleared as well
 */
export function writeAction(
  kind: FindingKind,
  label: string,
  reference: EdgeLabel,
  facts: ClusterFacts,
  callback: Source | null,
  listed: 'list' | 'tree' | null = null,
  user: string | null = null,
  call: ReleaseCall | null = null,
  entry: string | null = null,
  likewise: readonly string[] = [],
): string {
  const what = oneSuspect(facts);
  const gone = user === null ? 'its user is gone' : `its user (${user}) is done`;
  const at = callback === null ? '' : ` at ${callback.file}:${callback.line}`;
  if (listed !== null && (kind === 'growing-class' || kind === 'dead-connection-retained')) {
    const end = isMostlyDead(facts) ? 'closes' : 'is no longer needed';
    return `Take ${what} out of its ${listed}, which ${label} ${listed === 'list' ? 'links' : 'leads to'}, when it ${end}`;
  }
  if (isHeldValue(reference)) return `Hold nothing in ${label} that leads to ${what}`;
  switch (kind) {
    case 'stale-link':
      if (likewise.length > 0) {
        const others = likewise.map((link) => `\`${link}\``).join(' and ');
        return `Clear ${label} when ${withArticle(ownerText(reference.owner))} leaves the list, and ${others} likewise`;
      }
      return `Clear ${label} when ${what} leaves the list`;
    case 'ledger-entry-kept':
      return entry === null
        ? `Remove ${what} from ${label} when it closes`
        : `Remove ${withArticle(entry)} from ${label} when its ${what.replace(/^an? /, '')} closes`;
    case 'lease-never-released':
      if (facts.outsiders.length > 0) {
        return `${release(facts, call)} when its holder is done with it: ${bookOf(label, reference, facts)} books it, \`${facts.outsiders[0].text}\` holds it`;
      }
      return isOfOpenHandle(reference)
        ? `Close ${what} when ${gone}: its ${label} keeps it`
        : `${release(facts, call)} on every path: ${label} books leases that nobody returned`;
    case 'refcount-imbalance':
      return `Release each hold on ${what} on every path, and remove it from ${label} at zero`;
    case 'anchored-cycle':
      return `Stop ${label}${at} when ${what} ends: it anchors a reference cycle`;
    case 'listener-pileup': {
      const event = targetEventOf(reference);
      if (event !== null)
        return `Remove the '${event}' listener from \`${ownerText(reference.owner)}\`${at} when ${what} is done`;
      return `Remove the listener from ${label}${at} when ${what} is done`;
    }
    case 'timer-held':
      return `Clear ${label}${at} when ${what} ends`;
    case 'closure-captured':
      return `Let go of the variable ${label}`;
    case 'async-context-held':
      return `Leave the asynchronous context before ${label} is made, or stop it: it keeps its store`;
    case 'promise-pending':
      return `Settle ${label}, or stop adding reactions to it`;
    case 'waiter-stuck':
      return `Settle and remove ${what} from ${label}`;
    case 'unbounded-collection':
      if (call !== null && !isMostlyDead(facts))
        return `Call ${call.text} and remove the ${call.wrapper} from ${label} when its user is done`;
      return facts.leading.role === 'none' || facts.leading.depth > 1
        ? `Remove entries from ${label} when they are no longer needed`
        : `Remove ${what} from ${label} when it is no longer needed`;
    case 'dead-connection-retained':
      return `Clear ${label} when ${what} closes`;
    case 'growing-class':
      if (call !== null && !isOfOpenHandle(reference))
        return `Call ${call.text} and clear ${label} when its user is done`;
      if (!isOfOpenHandle(reference)) return `Clear ${label} when ${what} is no longer needed`;
      if (facts.areRequests === true) {
        const place = user === null ? '' : ` (see ${user})`;
        return `Destroy ${what} when nobody waits for its answer${place}: its ${label} keeps it`;
      }
      // A program has few pools and agents: a new one for each request is what to fix, whoever makes it.
      return facts.leading.role === 'pool'
        ? `Share ${sharedOf(what)}, or close each when ${gone}: its ${label} keeps it`
        : `Close ${what} when ${gone}: its ${label} keeps it`;
  }
}

/** `one Agent` for `an Agent`. */
function sharedOf(what: string): string {
  return what.replace(/^an? /, 'one ');
}

/** How to return a lease: by the program's own object around it, else by the library's own call, where a profile knows it. */
function release(facts: ClusterFacts, call: ReleaseCall | null): string {
  if (call !== null) return `Call ${call.text}`;
  return facts.words?.release === undefined ? `Release ${oneSuspect(facts)}` : `Call \`${facts.words.release}\``;
}

/** The reference to cut may be that of the holder, while a book lists the suspects as well. */
function bookOf(label: string, reference: EdgeLabel, { books, outsiders }: ClusterFacts): string {
  const isHolder = books.length > 0 && outsiders.some(({ text }) => text === reference.text);
  return isHolder ? `\`${books[0].text}\`` : label;
}
