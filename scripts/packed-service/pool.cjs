/** A pool with the fields of generic-pool, whose profile the agent knows it by: no package but ours need be installed. */
class Client {}

class PooledResource {
  constructor(obj) {
    Object.assign(this, { obj, state: 'ALLOCATED', lastBorrowTime: Date.now(), lastReturnTime: null });
  }
}

class ResourceLoan {
  constructor(pooledResource) {
    Object.assign(this, { pooledResource, _promise: new Promise(() => {}), _state: 'PENDING' });
  }
}

class Pool {
  constructor() {
    this._factory = {};
    this._config = { max: 20 };
    this._draining = false;
    this._allObjects = new Set();
    this._resourceLoans = new Map();
    this._availableObjects = { _list: { head: null } };
    this._waitingClientsQueue = { _slots: [] };
  }
  acquire() {
    const pooled = new PooledResource(new Client());
    this._allObjects.add(pooled);
    this._resourceLoans.set(pooled.obj, new ResourceLoan(pooled));
    return Promise.resolve(pooled.obj);
  }
  release(client) {
    this._resourceLoans.delete(client);
  }
  destroy(client) {
    this._resourceLoans.delete(client);
  }
}

exports.Pool = Pool;
