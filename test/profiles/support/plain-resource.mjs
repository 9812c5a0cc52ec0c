/** What the pools of anything lend here: a plain object with a flag, as nothing but the pool is looked at. */
export class PlainResource {
  isClosed = false;
}

/** The calls by which such pools make and end their resources. */
export const plainFactory = {
  create: () => Promise.resolve(new PlainResource()),
  destroy: (resource) => {
    resource.isClosed = true;
    return Promise.resolve();
  },
  validate: (resource) => !resource.isClosed,
};
