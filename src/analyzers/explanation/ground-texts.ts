import type { GroundName } from '../cases/case.js';

/** What each ground is, and how grave a case can be that rests on it. */
export const GROUND_TEXTS: Readonly<Record<GroundName, string>> = {
  'one-snapshot':
    'It rests on one snapshot: what is dead there, and what keeps it. That alone can prove a leak only by a chain of stale links, or by very many dead objects in one place.',
  history:
    'It rests on objects that a field declares dead, in a place that looks like a record of what is over. Such a place keeps some on purpose, so only growth beyond what a record needs can make it a leak.',
  'many-dead':
    'It rests on objects that a field declares dead: so many of them, or in a chain of stale links, that no growth is needed as proof.',
  dead: 'It rests on objects that a field declares dead and that something keeps. That can prove a leak.',
  open: 'It rests on open connections that came in each round and stayed. They may be in use, so more has to show that nobody will close them.',
  grown:
    'It rests on growth: objects that no field declares dead, of which each round left more. Steady growth without an end in sight can prove a leak.',
  repeated: 'It rests on a place that lists the same objects again and again. That can prove a leak.',
  values: 'It rests on a place whose entries are plain values and become more in each round. That can prove a leak.',
  integers:
    'It rests on a store that becomes larger, whose entries a snapshot does not show. It can be a suspect at most.',
  text: 'It rests on a text that becomes longer in each round. That can prove a leak.',
  abandoned: 'It rests on leases of a pool that no code can return any more. That can prove a leak.',
  ballast:
    'It rests on what idle connections keep from work that is over. Nothing is proven dead and nothing grows, so it can be a suspect at most.',
};
