import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';

export const hasUser = doubt({
  code: 'has-user',
  means: 'A function that is suspended has most of them in a variable, and may be using them.',
  of: ['one-snapshot', 'open', 'grown'],
  turn: 'facts',
  find: ({ isMostlyDead, user }: ClusterCase) => (isMostlyDead ? null : user),
  bears: (_, { kind }, { ground }) =>
    ground === 'open' || (ground === 'grown' && kind === 'lease-never-released') ? 'note' : 'leak',
  says: ({ label, source }) => {
    const at = source === null ? '' : ` at ${source.file}:${source.line}`;
    return `\`${label}\`${at} has most of them in a variable, and may be using them.`;
  },
});
