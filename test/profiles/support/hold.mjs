/**
 * A lease of a pool that lends for as long as a callback runs.
 *
 * @template Lent
 * @param {(use: (lent: Lent) => Promise<void>) => Promise<unknown>} lend
 * @returns {Promise<{ lent: Lent, giveBack: () => Promise<void> }>} once the callback runs; `giveBack` ends it
 */
export function hold(lend) {
  return new Promise((resolve, reject) => {
    const ended = lend(
      (lent) =>
        new Promise((end) => {
          resolve({
            lent,
            async giveBack() {
              end(undefined);
              await ended;
            },
          });
        }),
    );
    ended.catch(reject);
  });
}
