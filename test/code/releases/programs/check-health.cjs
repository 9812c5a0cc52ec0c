'use strict';
const { sessions } = require('./session-store.cjs');

async function checkHealth() {
  let state = 'unknown';
  probe: {
    const session = await sessions.takeSession();
    const answer = await session.ping().then(
      (value) => value,
      () => undefined,
    );
    if (answer === undefined) {
      state = 'down';
      break probe;
    }
    state = 'up';
    sessions.putSession(session);
  }
  return state;
}

module.exports = { checkHealth };
