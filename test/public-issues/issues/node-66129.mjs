import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * An Immediate that has run still refers to the one that ran after it: who keeps one keeps all, and the store of each.
 * No release that fixes it could be had, so the fixed program keeps none.
 *
 * @type {import('../rebuild.js').PublicIssue}
 */
export const issue = {
  url: 'https://github.com/nodejs/node/issues/66129',
  service: null,
  faulty: { node: '24' },
  fixed: { node: '24' },
  finds: { kind: 'stale-link', place: 'Immediate' },
  start({ isFaulty }) {
    const JOBS = 200;
    const storage = new AsyncLocalStorage();
    const scheduler = { kept: [] };
    const round = () =>
      new Promise((resolve) => {
        let left = JOBS;
        for (let job = 0; job < JOBS; job += 1) {
          storage.run({ job, payload: Array.from({ length: 20 }, () => job) }, () => {
            const immediate = setImmediate(() => {
              left -= 1;
              if (left === 0) setTimeout(resolve, 20, scheduler);
            });
            if (isFaulty && job === 0) scheduler.kept.push(immediate);
          });
        }
      });
    return Promise.resolve(round);
  },
};
