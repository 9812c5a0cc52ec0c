import { agentMoments } from './http.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'agentkeepalive',
  service: null,
  versions: [{ agentkeepalive: '4.0.0' }, { agentkeepalive: '4.6.0' }],
  async *moments({ load }) {
    const Agent = await load('agentkeepalive');
    yield* agentMoments(new Agent({ maxSockets: MAX, freeSocketTimeout: 60_000 }), MAX);
  },
};
