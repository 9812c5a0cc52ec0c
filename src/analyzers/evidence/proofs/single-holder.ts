import { formatBytes } from '../../../findings/byte-text.js';
import type { BallastCase } from '../../cases/ballast-case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, proof } from '../doubt.js';

const code = 'single-holder';
const means = 'One reference holds them all.';

export const singleHolder = proof({
  code,
  means,
  of: ['cluster'],
  find: ({ set, facts, cut }: ClusterCase) =>
    ifTrue(set.labels.length === 1 && cut.frees >= facts.leading.nodes.length),
  says: (_, { label }) => `One reference holds them all: without ${label.text} no root reaches them.`,
});

export const singleHolderOfBallast = proof({
  code,
  means,
  of: ['ballast'],
  find: ({ ballast }: BallastCase) => ballast.restBytes / ballast.keepers.length,
  says: (restBytes) =>
    `Nothing else refers to it, so the cut frees all of it and nothing that is shared. Everything else that they keep takes ${formatBytes(restBytes)} each.`,
});
